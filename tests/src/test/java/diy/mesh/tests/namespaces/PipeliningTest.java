package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Requests sent before the response to the first has come. */
@NamespaceTest
class PipeliningTest {

  @Test
  void responses_come_in_the_order_of_their_requests(Mesh mesh) throws Exception {
    var requests =
        "GET /status/204 HTTP/1.1\r\nHost: stable\r\n\r\n"
            + "POST /upload HTTP/1.1\r\nHost: stable\r\nContent-Length: 5\r\n\r\nhello"
            + "GET /nothing HTTP/1.1\r\nHost: stable\r\n\r\n"
            + "POST /upload HTTP/1.1\r\nHost: stable\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nhe\r\n4\r\nllo!\r\n0\r\n\r\n"
            + "GET /who HTTP/1.1\r\nHost: stable\r\n\r\n";

    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send(requests);

      assertThat(connection.response().status()).isEqualTo(204);
      assertThat(connection.response().body()).startsWith("5 bytes");
      assertThat(connection.response().status()).isEqualTo(404);
      assertThat(connection.response().body()).startsWith("6 bytes");
      assertThat(connection.response().body()).startsWith("stable");
    }
  }

  @Test
  void a_request_that_comes_byte_by_byte_is_one_request(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      for (char next : "GET /who HTTP/1.1\r\nHost: stable\r\n\r\n".toCharArray()) {
        connection.send(String.valueOf(next));
      }

      assertThat(connection.response().body()).startsWith("stable");
    }
  }
}
