package diy.mesh.standalone.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {

  @TempDir private Path folder;

  @Test
  void what_is_kept_is_the_end_of_what_was_written_bounded_and_never_less_than_a_file()
      throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var dice = new Random(seed);
      int limit = 1 + dice.nextInt(200);
      var own = Files.createDirectory(folder.resolve("seed" + seed));
      var log = new ContainerLog(own.resolve("app.log"), limit);
      var written = new StringBuilder();
      for (int process = 0; process < 4; process++) {
        var lines = lines(dice);
        log.copy(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        written.append(lines);
      }

      var now = read(own, "app.log");
      var kept = read(own, "app.log.1") + now;

      assertThat(written.toString()).as("seed %d", seed).endsWith(kept);
      assertThat(now.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
      assertThat(kept.length()).as("seed %d", seed).isLessThanOrEqualTo(2 * limit);
      assertThat(kept.length() == written.length() || kept.length() > (limit - LONGEST))
          .as("seed %d", seed)
          .isTrue();
    }
  }

  @Test
  void a_line_is_in_one_file() throws Exception {
    var log = new ContainerLog(folder.resolve("app.log"), 10);

    log.copy(new ByteArrayInputStream("one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(read(folder, "app.log.1")).isEqualTo("one\ntwo\n");
    assertThat(read(folder, "app.log")).isEqualTo("three\n");
  }

  private static final int LONGEST = 40;

  private static String lines(Random dice) {
    return IntStream.range(0, dice.nextInt(30))
        .mapToObj(i -> "x".repeat(dice.nextInt(LONGEST)) + "\n")
        .collect(Collectors.joining());
  }

  private static String read(Path folder, String name) throws IOException {
    var file = folder.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
