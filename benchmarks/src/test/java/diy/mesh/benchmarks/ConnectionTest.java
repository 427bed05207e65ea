package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  @Test
  void answers_are_read_one_after_the_other() throws IOException {
    var in =
        stream(
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nv1"
                + "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");

    var first = Connection.read(in);
    var second = Connection.read(in);

    assertThat(first.body()).isEqualTo("v1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void an_answer_that_breaks_off_is_none() {
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () -> Connection.read(stream("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")))
        .withMessageContaining("4 of 9 bytes");
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> Connection.read(stream("HTTP/1.1 200 OK\r\nConte")));
  }

  @Test
  void an_answer_without_a_length_is_refused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Connection.read(stream("HTTP/1.1 200 OK\r\n\r\n")))
        .withMessageContaining("no response of a stated length");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
