package diy.mesh.dataplane.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ",
        "GET / HTTP/1.1\r\n",
        "FROBNICATE ",
        "GET \u0000",
        "\r\nGET / HTTP/1.1",
        "\nGET / HTTP/1.1",
        "PRI * HTTP/1.1\r\n",
        "P ",
        " GET / HTTP/1.1", // what only lenient servers take for a request
        "\t\r\n \u000bGET /",
        "GET\t/",
        "GET\u001c/",
        "GET\u00a0/",
        "GET\r/ HTTP/1.1\r\n"
      })
  void a_token_and_a_blank_is_http_or_refused(String bytes) {
    assertThat(verdict(bytes)).isEqualTo(Verdict.HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001", // TLS ClientHello
        "\u0000\u0000\u0000\u0008", // PostgreSQL
        "*1\r\n$4\r\nPING\r\n", // Redis
        "PING\r\n", // Redis, inline
        "PING\n",
        "GET/ HTTP/1.1\r\n",
        "\r\n\r\n\u0000\r\nQUIT\n", // PROXY protocol, version 2
        "{\"jsonrpc\":"
      })
  void other_first_bytes_are_opaque(String bytes) {
    assertThat(verdict(bytes)).isEqualTo(Verdict.OPAQUE);
  }

  @Test
  void the_preface_is_http2() {
    assertThat(verdict("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(Verdict.HTTP2);
    assertThat(verdict("\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(Verdict.HTTP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET", "GET\r", "\r", "\r\n", " ", "PRI", "PRI * HTT"})
  void the_beginning_of_a_request_is_undecided(String bytes) {
    assertThat(verdict(bytes)).isEqualTo(Verdict.UNDECIDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "\u0016\u0003\u0001abc",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\r\nPUT /"
      })
  void more_bytes_never_change_a_verdict(String bytes) {
    Verdict before = Verdict.UNDECIDED;
    for (int end = 0; end <= bytes.length(); end++) {
      Verdict now = verdict(bytes.substring(0, end));
      if (before != Verdict.UNDECIDED) {
        assertThat(now).as("after %d bytes", end).isEqualTo(before);
      }
      before = now;
    }

    assertThat(before).isNotEqualTo(Verdict.UNDECIDED);
  }

  private static Verdict verdict(String bytes) {
    return Verdict.of(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
  }
}
