package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Connections are used again, on both sides of both proxies. */
@NamespaceTest
class KeepAliveTest {

  @Test
  void two_hundred_requests_on_one_connection_need_few_upstream(Mesh mesh) {
    var command =
        mesh.curl("client", "--write-out", "opened %{num_connects}\n", "http://stable/who?[1-200]");

    assertThat(command.lines().stream().filter("opened 1"::equals)).hasSize(1);
    assertThat(command.lines().stream().filter("opened 0"::equals)).hasSize(199);
    assertThat(command.lines().stream().filter(line -> line.startsWith("stable connection")))
        .hasSize(200);
    assertThat(
            command.lines().stream()
                .filter(line -> line.startsWith("stable connection"))
                .map(line -> line.split(" ", 4)[2])
                .distinct())
        .as("connections that the app saw")
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void a_client_that_asks_for_the_end_gets_it(Mesh mesh) throws Exception {
    try (var connection = mesh.connect("client", "stable", 80)) {
      connection.send("GET /who HTTP/1.1\r\nHost: stable\r\nConnection: close\r\n\r\n");

      assertThat(connection.response().status()).isEqualTo(200);
      assertThat(connection.rest()).as("what comes after the response").isEmpty();
    }
  }
}
