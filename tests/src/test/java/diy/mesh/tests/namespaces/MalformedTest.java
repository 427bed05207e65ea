package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever begins like a request is HTTP or refused, never relayed as other bytes. */
@NamespaceTest
class MalformedTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /who HTTP/1.1\r\nHost: stable\r\n\r\n",
        "GET /who HTTP/1.1 \r\nHost: stable\r\n\r\n",
        "GET /who HTTX/1.1\r\nHost: stable\r\n\r\n",
        "GET /who\r\nHost: stable\r\n\r\n",
        "GET /who HTTP/1.1\r\n\r\n",
        "GET /who HTTP/1.1\r\nHost: stable\r\nHost: other\r\n\r\n",
        "GET /who HTTP/1.1\r\nHost: stable\r\nX-Space : 1\r\n\r\n",
        "GET /who HTTP/1.1\r\nHost: stable\r\nX-A: 1\r\n folded\r\n\r\n",
        "POST /upload HTTP/1.1\r\nHost: stable\r\nContent-Length: 1, 2\r\n\r\nab",
        "POST /upload HTTP/1.1\r\nHost: stable\r\nContent-Length: +1\r\n\r\na",
        "POST /upload HTTP/1.1\r\nHost: stable\r\nContent-Length: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        " GET /who HTTP/1.1\r\nHost: stable\r\n\r\n",
        "GET\t/who HTTP/1.1\r\nHost: stable\r\n\r\n",
        "GET /who HTTP/1.1\nHost: stable\n\n",
        "GET /who HTTP/1.1\r\nHost: stable:x\r\n\r\n",
        "CONNECT stable:80 HTTP/1.1\r\nHost: stable:80\r\n\r\n",
        "POST /upload HTTP/1.1\r\nHost: stable\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\nGET /who HTTP/1.1\nHost: stable\n\n",
        "POST /upload HTTP/1.1\r\nHost: stable\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
      })
  void a_malformed_request_is_refused_and_never_reaches_an_app(String request, Mesh mesh)
      throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      var refusal = connection.send(request).response();

      assertThat(refusal.status()).isIn(400, 501, 505);
      assertThat(refusal.field("mesh-refusal")).isNotEmpty();
      assertThat(refusal.body()).contains("mend the client");
      assertThat(connection.rest()).as("what comes after the refusal").isEmpty();
    }
  }

  @Test
  void a_first_line_without_end_is_refused(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      var refusal = connection.send("GET /" + "a".repeat(200_000)).response();

      assertThat(refusal.status()).isIn(400, 414, 431);
    }
  }
}
