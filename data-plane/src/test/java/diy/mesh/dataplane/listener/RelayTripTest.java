package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that is not HTTP through the whole data path, on real sockets. */
@Timeout(30)
class RelayTripTest {

  @Test
  void opaque_bytes_pass_untouched_and_half_closed() throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()));
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\u0016\u0003\u0001 any\u0000thing");
      client.socket().shutdownOutput();

      assertThat(client.readToEnd()).isEqualTo("\u0016\u0003\u0001 any\u0000thing");
      assertThat(proxy.count(Metric.VERDICT_OPAQUE)).isEqualTo(1);
    }
  }

  @Test
  void the_servers_half_close_passes_too() throws Exception {
    BlockingQueue<String> late = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.in().readNBytes(3);
                  connection.write("bye");
                  connection.socket().shutdownOutput();
                  late.add(new String(connection.in().readAllBytes(), StandardCharsets.US_ASCII));
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\u0000hi");

      assertThat(client.readToEnd()).isEqualTo("bye");
      client.send("after your end");
      client.socket().shutdownOutput();
      assertThat(late.take()).isEqualTo("after your end");
    }
  }

  @Test
  void a_server_that_speaks_first_is_heard() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.write("220 hello\r\n");
                  connection.in().transferTo(connection.out());
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      assertThat(client.readUntil("\r\n")).isEqualTo("220 hello\r\n");
      client.send("EHLO there\r\n");
      assertThat(client.readUntil("\r\n")).isEqualTo("EHLO there\r\n");
    }
  }

  @Test
  void at_an_opaque_port_nobody_looks_at_the_bytes() throws Exception {
    String request = "GET / HTTP/1.1\r\nnot: HTTP\u0000\r\n\r\n";
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()));
        var proxy = ProxyRig.opaque(origin.address());
        var client = proxy.connect()) {
      client.send(request);
      client.socket().shutdownOutput();

      assertThat(client.readToEnd()).isEqualTo(request);
      assertThat(proxy.count(Metric.VERDICT_OPAQUE)).isEqualTo(1);
    }
  }

  @Test
  void http_after_a_silence_is_still_http() throws Exception {
    try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      while (origin.accepted() == 0) {
        Thread.onSpinWait(); // until the silence made the proxy dial
      }
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK").endsWith("ok");
      assertThat(proxy.count(Metric.VERDICT_HTTP)).isEqualTo(1);
    }
  }

  @Test
  void a_reset_of_the_server_resets_the_client() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.in().readNBytes(3);
                  connection.socket().setSoLinger(true, 0);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\u0000hi");

      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void nobody_listening_is_a_reset() throws Exception {
    var origin = Origin.answering("");
    origin.close();
    try (var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\u0000hi");

      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void a_proxy_never_connects_to_itself() throws Exception {
    try (var proxy = new ProxyRig(Address.of("127.0.0.1", 15_006))) {
      String response = proxy.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(response)
          .startsWith("HTTP/1.1 508 Loop Detected\r\nmesh-refusal: loop\r\n")
          .contains("127.0.0.1:15006 is this proxy's own port");
      assertThatThrownBy(() -> proxy.exchange("\u0000hi")).isInstanceOf(IOException.class);
      assertThat(proxy.count(Metric.REFUSED_LOOP)).isEqualTo(2);
    }
  }
}
