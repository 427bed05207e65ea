package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known afterwards of requests through the whole data path. */
@Timeout(30)
class SeenTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: app-b\r\nConnection: close\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void a_request_is_counted_by_route_and_status() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      proxy.exchange(GET);

      assertThat(proxy.samples("mesh_proxy_requests_total"))
          .containsExactly(requests("inbound", "2xx", "") + " 1");
      assertThat(proxy.samples("mesh_proxy_request_duration_seconds_count"))
          .containsExactly(
              "mesh_proxy_request_duration_seconds_count"
                  + "{direction=\"inbound\",route=\"inbound\",backend=\"\"} 1");
    }
  }

  @Test
  void a_refused_request_is_counted_with_its_reason() throws Exception {
    try (var proxy = new ProxyRig(nobody())) {
      proxy.exchange(GET);
      proxy.exchange("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

      assertThat(proxy.samples("mesh_proxy_requests_total"))
          .contains(requests("inbound", "5xx", "connect-failed") + " 1")
          .anyMatch(
              line ->
                  line.startsWith(
                      "mesh_proxy_requests_total{direction=\"inbound\",route=\"unread\","
                          + "backend=\"\",status=\"4xx\",reason=\""));
    }
  }

  /** An address where nobody listens. */
  private static Address nobody() throws IOException {
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Address(closed.getInetAddress(), closed.getLocalPort());
    }
  }

  @Test
  void a_response_that_breaks_off_is_counted_as_cut() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("ok");

      proxy.await(() -> proxy.count(Metric.OPEN_INBOUND) == 0);

      assertThat(proxy.samples("mesh_proxy_requests_total"))
          .containsExactly(requests("inbound", "2xx", "response-cut") + " 1");
    }
  }

  private static String requests(String route, String status, String reason) {
    return "mesh_proxy_requests_total{direction=\"inbound\",route=\"%s\",backend=\"\","
            .formatted(route)
        + "status=\"%s\",reason=\"%s\"}".formatted(status, reason);
  }
}
