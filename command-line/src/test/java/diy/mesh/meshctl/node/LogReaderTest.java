package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void the_last_lines_may_begin_in_the_file_before() throws Exception {
    Files.writeString(folder.resolve("tail.log.1"), "one\ntwo\n");

    assertThat(tail("three\nfour\n", 1)).isEqualTo("four\n");
    assertThat(tail("three\nfour\n", 2)).isEqualTo("three\nfour\n");
    assertThat(tail("three\nfour\n", 3)).isEqualTo("two\nthree\nfour\n");
    assertThat(tail("three\nfour\n", 9)).isEqualTo("one\ntwo\nthree\nfour\n");
    assertThat(tail("", 1)).isEqualTo("two\n");
    assertThat(tail("three\n", 0)).isEmpty();
  }

  @ParameterizedTest(name = "{0} files later")
  @ValueSource(ints = {1, 2})
  void a_reader_goes_on_in_the_files_that_take_the_place_of_a_full_one(int files) throws Exception {
    var log = Files.writeString(folder.resolve("app.log"), "one\n");
    try (var reader = LogReader.open(log)) {
      assertThat(rest(reader)).isEqualTo("one\n");
      Files.writeString(log, "two\n", StandardOpenOption.APPEND);
      var expected = new StringBuilder("two\n");
      for (int i = 0; i < files; i++) {
        Files.move(log, folder.resolve("app.log.1"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(log, "next %d\n".formatted(i));
        expected.append("next %d\n".formatted(i));
      }

      var read = new StringBuilder();
      while (read.length() < expected.length() && reader.awaitMore()) {
        read.append(rest(reader));
      }

      assertThat(read.toString()).isEqualTo(expected.toString());
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
