package diy.mesh.tests.namespaces;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.server.Content;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connections that do not speak HTTP are relayed as they are. */
@NamespaceTest
class OpaqueTest {

  private static final int SERVER_FIRST = 9000;
  private static final int HALF_CLOSE = 9001;
  private static final int RAW_ECHO = 9002;

  @Test
  void a_server_that_speaks_first_is_heard(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", SERVER_FIRST)) {
      assertThat(connection.line()).isEqualTo("220 stable is ready");

      assertThat(connection.send("hello\r\n").line()).isEqualTo("250 hello");
      assertThat(connection.send("GET / HTTP/1.1\r\n").line()).isEqualTo("250 GET / HTTP/1.1");
      assertThat(connection.send("quit\r\n").line()).isEqualTo("221 bye");
      assertThat(connection.rest()).isEmpty();
    }
  }

  @Test
  void a_client_that_closes_its_direction_still_gets_the_answer(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", HALF_CLOSE)) {
      connection.send("\1").sendContent(1_000_000).endOutput();

      assertThat(connection.rest()).startsWith("1000001 bytes");
    }
  }

  @Test
  void bytes_that_are_no_http_arrive_untouched(Mesh mesh) throws Exception {
    var bytes = new StringBuilder("\26\3\1");
    for (int i = 0; i < 10_000; i++) {
      bytes.append((char) (i * 31 % 256));
    }

    try (var connection = mesh.connect("client", "stable", RAW_ECHO)) {
      assertThat(connection.send(bytes.toString()).text(bytes.length()))
          .isEqualTo(bytes.toString());
    }
  }

  @Test
  void ten_mebibytes_come_back_as_they_went(Mesh mesh) throws Exception {
    long size = 10 << 20;

    try (var connection = mesh.connect("client", "stable", RAW_ECHO)) {
      var sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      connection.sendContent(size).endOutput();
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });

      assertThat(connection.digestOfRest()).isEqualTo(Content.digest(size));
      sender.join();
    }
  }

  @Test
  void connections_are_shared_by_weight(Mesh mesh) throws Exception {
    mesh.apply(Routes.split("lines", 80, 20));
    var greetings = new ArrayList<String>();

    for (int i = 0; i < 100; i++) {
      try (var connection = mesh.connect("client", "lines", SERVER_FIRST)) {
        greetings.add(connection.line());
      }
    }

    assertThat(greetings.stream().collect(groupingBy(line -> line, counting())))
        .isEqualTo(Map.of("220 stable is ready", 80L, "220 canary is ready", 20L));
  }
}
