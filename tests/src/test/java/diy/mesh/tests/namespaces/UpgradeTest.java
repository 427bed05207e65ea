package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A connection that leaves HTTP, as a WebSocket does. */
@NamespaceTest
class UpgradeTest {

  private static final String UPGRADE =
      "GET /upgrade HTTP/1.1\r\nHost: stable\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

  @Test
  void after_101_bytes_pass_untouched_in_both_directions(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      var answer = connection.send(UPGRADE).response();

      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.field("Upgrade")).isEqualTo("echo");
      var frames = "\0\1\2 no HTTP at all \377\r\n\r\nGET / HTTP/9\r\n";
      assertThat(connection.send(frames).text(frames.length())).isEqualTo(frames);
      assertThat(connection.send("more").text(4)).isEqualTo("more");
      assertThat(connection.endOutput().rest()).as("after the end").isEmpty();
    }
  }

  @Test
  void what_a_client_sends_before_the_101_is_not_lost(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send(UPGRADE + "early");

      assertThat(connection.response().status()).isEqualTo(101);
      assertThat(connection.text(5)).isEqualTo("early");
    }
  }
}
