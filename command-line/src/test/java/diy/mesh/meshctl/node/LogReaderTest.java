package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {

  @TempDir private Path folder;

  @Test
  void the_last_lines_are_found_from_the_end() throws Exception {
    assertThat(tail("one\ntwo\nthree\n", 2)).isEqualTo("two\nthree\n");
    assertThat(tail("one\ntwo\nthree", 2)).isEqualTo("two\nthree");
    assertThat(tail("one\n", 5)).isEqualTo("one\n");
    assertThat(tail("one\ntwo\n", 0)).isEmpty();
    assertThat(tail("", 3)).isEmpty();
    assertThat(tail("x".repeat(200_000) + "\nend\n", 1)).isEqualTo("end\n");
  }

  @Test
  void what_is_added_is_read_and_the_end_of_the_log_ends_it() throws Exception {
    var log = Files.writeString(folder.resolve("app.log"), "one\n");
    try (var reader = LogReader.open(log)) {
      assertThat(rest(reader)).isEqualTo("one\n");
      Files.writeString(log, "two\n", StandardOpenOption.APPEND);

      assertThat(reader.awaitMore()).isTrue();
      assertThat(rest(reader)).isEqualTo("two\n");

      Files.delete(log);
      assertThat(reader.awaitMore()).isFalse();
    }
  }

  private String tail(String content, int lines) throws IOException {
    var log = Files.writeString(folder.resolve("tail.log"), content);
    try (var reader = LogReader.open(log)) {
      reader.skipToLast(lines);
      return rest(reader);
    }
  }

  private static String rest(LogReader reader) throws IOException {
    var text = new StringBuilder();
    reader.copyTo(bytes -> text.append(new String(bytes, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
