package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import diy.mesh.tests.Checkout;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An app and a proxy in one pod, joined by {@code PORT} and {@code TARGET_PORT} alone. */
@NamespaceTest
class ExplicitPortTest {

  private static final String POD = "explicit";

  @Test
  void a_service_that_names_the_proxys_port_reaches_the_app_through_it(Mesh mesh) {
    var answer = mesh.curl("client", "http://explicit.outside/who").output();

    assertThat(answer).startsWith("explicit ");
    assertThat(mesh.curl(POD, "http://127.0.0.1:15020/metrics").lines())
        .anyMatch(line -> line.matches("mesh_proxy_connections_detected_total.*http.* [1-9]\\d*"));
  }

  @Test
  void the_proxy_refuses_what_is_malformed(Mesh mesh) throws Exception {
    var proxy = new InetSocketAddress(mesh.pod(POD).address(), 7000);

    try (var connection = mesh.connect("outsider", proxy)) {
      var refusal = connection.send("GET /who HTTP/1.1\r\n\r\n").response();

      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.field("mesh-refusal")).isNotEmpty();
    }
  }

  @Test
  void no_rule_is_written(Mesh mesh) throws Exception {
    var rules = mesh.inPod(POD, () -> Command.run("iptables-save", "-t", "nat").succeeded());

    assertThat(rules.lines()).noneMatch(line -> line.contains("PROXY"));
  }

  @Test
  void a_program_of_this_machine_gets_a_proxy_with_one_command() throws Exception {
    var app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext("/", ExplicitPortTest::answer);
    app.start();
    int port = freePort();
    var process =
        new ProcessBuilder(
                Checkout.findRoot().resolve("meshctl").toString(),
                "proxy",
                "--port=" + port,
                "--target-port=" + app.getAddress().getPort(),
                "--admin-port=" + freePort())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      var answer =
          Command.run(
              List.of(
                  "curl",
                  "--silent",
                  "--retry-connrefused",
                  "--retry",
                  "120",
                  "--retry-delay",
                  "1",
                  "http://127.0.0.1:%d/".formatted(port)));

      assertThat(answer.succeeded().output()).isEqualTo("from the app");
    } finally {
      process.destroy();
      process.waitFor();
      app.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = "from the app".getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
