package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.server.Content;
import org.junit.jupiter.api.Test;

/** What of a message reaches the other side, and what does not. */
@NamespaceTest
class HttpMessagesTest {

  @Test
  void field_names_keep_their_case(Mesh mesh) {
    var head = mesh.curl("client", "-H", "X-MiXeD-caSe: 1", "http://stable/head").output();

    assertThat(head.lines()).contains("X-MiXeD-caSe: 1");
  }

  @Test
  void fields_for_one_hop_are_not_passed_on(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      var request =
          """
          GET /head HTTP/1.1
          Host: stable
          Connection: keep-alive, X-Hop
          X-Hop: 1
          Keep-Alive: timeout=5
          Proxy-Connection: keep-alive
          TE: gzip
          X-End: 1

          """
              .replace("\n", "\r\n");

      var seen = connection.send(request).response().body();

      assertThat(seen).contains("X-End: 1").contains("Host: stable");
      assertThat(seen).doesNotContain("X-Hop").doesNotContain("Keep-Alive: timeout");
      assertThat(seen).doesNotContain("Proxy-Connection").doesNotContain("TE: gzip");
    }
  }

  @Test
  void fields_for_one_hop_are_taken_out_of_responses_too(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      var response = connection.send("GET /hop HTTP/1.1\r\nHost: stable\r\n\r\n").response();

      assertThat(response.field("X-End")).isEqualTo("1");
      assertThat(response.field("X-Hop")).isEmpty();
      assertThat(response.field("Keep-Alive")).isEmpty();
    }
  }

  @Test
  void interim_responses_come_before_the_final_one(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send("GET /early HTTP/1.1\r\nHost: stable\r\n\r\n");

      var early = connection.response();

      assertThat(early.status()).isEqualTo(103);
      assertThat(early.field("Link")).isEqualTo("</style.css>; rel=preload");
      assertThat(connection.response().body()).isEqualTo("late\n");
    }
  }

  @Test
  void a_client_that_waits_for_100_continue_gets_it(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send(
          "POST /upload HTTP/1.1\r\nHost: stable\r\nExpect: 100-continue\r\n"
              + "Content-Length: 5\r\n\r\n");

      assertThat(connection.response().status()).isEqualTo(100);

      assertThat(connection.send("hello").response().body()).startsWith("5 bytes");
    }
  }

  @Test
  void trailers_pass_in_both_directions(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send(
          "POST /upload HTTP/1.1\r\nHost: stable\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n");
      assertThat(connection.response().body()).contains("X-Sum: 42");

      connection.send("GET /chunked/3 HTTP/1.1\r\nHost: stable\r\nConnection: close\r\n\r\n");

      assertThat(connection.head()).contains("chunked");
      assertThat(connection.rest()).contains("0\r\nX-Digest: " + Content.digest(3) + "\r\n\r\n");
    }
  }

  @Test
  void responses_without_a_body_end_where_their_head_ends(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send("HEAD /download/1000 HTTP/1.1\r\nHost: stable\r\n\r\n");
      assertThat(connection.head()).contains("Content-Length: 1000");

      connection.send("GET /status/204 HTTP/1.1\r\nHost: stable\r\n\r\n");
      assertThat(connection.response().status()).isEqualTo(204);

      connection.send("GET /status/304 HTTP/1.1\r\nHost: stable\r\n\r\n");
      assertThat(connection.response().status()).isEqualTo(304);

      connection.send("GET /who HTTP/1.1\r\nHost: stable\r\n\r\n");
      assertThat(connection.response().body()).startsWith("stable");
    }
  }

  @Test
  void a_client_of_http_1_0_is_served(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send("GET /chunked/100000 HTTP/1.0\r\n\r\n");

      var head = connection.head();

      assertThat(head).contains(" 200 ").doesNotContainIgnoringCase("Transfer-Encoding");
      assertThat(connection.digestOfRest()).isEqualTo(Content.digest(100_000));
    }
  }

  @Test
  void a_response_that_ends_with_its_connection_is_complete(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send("GET /until-close/100000 HTTP/1.0\r\nHost: stable\r\n\r\n");

      assertThat(connection.head()).contains(" 200 ");
      assertThat(connection.digestOfRest()).isEqualTo(Content.digest(100_000));
    }
  }
}
