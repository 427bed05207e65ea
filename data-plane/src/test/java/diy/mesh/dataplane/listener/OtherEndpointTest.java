package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endpoint that takes no connection costs no request while another one does. */
@Timeout(30)
class OtherEndpointTest {

  private static final String POST =
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
  private static final String OK =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

  private static Origin serving() throws IOException {
    return Origin.serving(
        connection -> {
          connection.readHead();
          connection.in().readNBytes(5);
          connection.write(OK);
        });
  }

  private final List<Socket> silent = new ArrayList<>();

  /** Where nobody listens; the port is held, so that nobody else begins to. */
  private Address gone() throws IOException {
    var holder = new Socket();
    silent.add(holder);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new Address(holder.getLocalAddress(), holder.getLocalPort());
  }

  @AfterEach
  void release() throws IOException {
    for (Socket holder : silent) {
      holder.close();
    }
  }

  @Test
  void any_request_goes_to_another_endpoint_of_its_backend() throws Exception {
    try (var origin = serving();
        var proxy = ProxyRig.toService(gone(), origin.address(), gone())) {
      for (int i = 0; i < 6; i++) {
        assertThat(proxy.exchange(POST)).startsWith("HTTP/1.1 200 OK").endsWith("ok");
      }

      assertThat(proxy.count(Metric.RETRIES_CONNECT_FAILED)).isPositive();
      assertThat(proxy.count(Metric.REFUSED_CONNECT_FAILED)).isZero();
    }
  }

  @Test
  void three_endpoints_are_asked_and_no_more() throws Exception {
    try (var proxy = ProxyRig.toService(gone(), gone(), gone(), gone())) {
      String response = proxy.exchange(POST);

      assertThat(response)
          .startsWith("HTTP/1.1 502 Bad Gateway\r\nmesh-refusal: connect-failed\r\n")
          .containsPattern("no connection to [0-9.:]+, [0-9.:]+, [0-9.:]+: ");
      assertThat(proxy.count(Metric.RETRIES_CONNECT_FAILED)).isEqualTo(2);
      assertThat(proxy.count(Metric.UPSTREAM_FAILED)).isEqualTo(3);
      assertThat(proxy.count(Metric.REFUSED_CONNECT_FAILED)).isEqualTo(1);
    }
  }

  @Test
  void no_endpoint_is_asked_twice() throws Exception {
    try (var proxy = ProxyRig.toService(gone(), gone())) {
      proxy.exchange(POST);

      assertThat(proxy.count(Metric.UPSTREAM_FAILED)).isEqualTo(2);
    }
  }

  @Test
  void the_own_app_is_the_only_one_that_is_asked() throws Exception {
    try (var proxy = new ProxyRig(gone())) {
      assertThat(proxy.exchange(POST)).contains("mesh-refusal: connect-failed\r\n");

      assertThat(proxy.count(Metric.UPSTREAM_FAILED)).isEqualTo(1);
      assertThat(proxy.count(Metric.RETRIES_CONNECT_FAILED)).isZero();
    }
  }
}
