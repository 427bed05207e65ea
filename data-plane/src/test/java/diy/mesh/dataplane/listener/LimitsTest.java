package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.telemetry.Metric;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What slow, silent, greedy and numerous clients come up against; time passes as a test says. */
@Timeout(30)
class LimitsTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: app-b\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration HEAD = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_head_that_does_not_come_to_its_end_is_refused() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a");
      proxy.await(Metric.VERDICT_HTTP, 1);
      proxy.pass(HEAD.minusMillis(1));
      assertThat(proxy.count(Metric.LIMIT_HEAD)).as("not before its time").isZero();
      client.send("pp"); // a byte now and then does not help

      proxy.pass(Duration.ofMillis(1));

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("within 10 s");
      assertThat(proxy.count(Metric.LIMIT_HEAD)).isEqualTo(1);
      assertThat(origin.accepted()).isZero();
    }
  }

  @Test
  void a_method_that_does_not_come_to_its_end_is_refused_likewise() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      proxy.await(Metric.ACCEPTED_INBOUND, 1);
      client.send("GE");
      proxy.awaitReceived();

      proxy.pass(HEAD);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
      assertThat(proxy.count(Metric.LIMIT_HEAD)).isEqualTo(1);
    }
  }

  @Test
  void an_upstream_that_says_nothing_is_given_up_and_the_client_may_go_on() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  if (connection.readHead().startsWith("GET /silent ")) {
                    connection.in().read(); // until it is closed
                  } else {
                    connection.write(OK);
                    connection.in().read();
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET.replace("/ ", "/silent "));
      proxy.await(Metric.UPSTREAM_OPENED, 1);

      proxy.pass(STALL);

      assertThat(client.readUntil("MESH_STALL_SECONDS"))
          .startsWith("HTTP/1.1 504 ")
          .contains("mesh-refusal: upstream-timeout");
      client.send(GET);
      assertThat(client.readUntil("\r\n\r\nok")).contains("HTTP/1.1 200 OK");
      assertThat(proxy.count(Metric.LIMIT_STALL_UPSTREAM)).isEqualTo(1);
    }
  }

  @Test
  void a_body_that_does_not_go_on_is_the_clients_fault() throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().readAllBytes());
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: app-b\r\nContent-Length: 10\r\n\r\nhalf");
      proxy.await(Metric.UPSTREAM_OPENED, 1);

      proxy.pass(STALL);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("within 300 s");
      assertThat(proxy.count(Metric.LIMIT_STALL_CLIENT)).isEqualTo(1);
    }
  }

  @Test
  void a_response_that_stops_halfway_is_broken_off() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  connection.in().read();
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("half");

      proxy.pass(STALL);

      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      assertThat(proxy.count(Metric.LIMIT_STALL_UPSTREAM)).isEqualTo(1);
    }
  }

  @Test
  void a_response_that_nobody_reads_waits_in_the_kernel_and_is_broken_off() throws Exception {
    var full = new CountDownLatch(1);
    byte[] piece = new byte[1 << 20];
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
                  try {
                    for (int i = 0; i < 1_024; i++) {
                      connection.out().write(piece);
                    }
                  } catch (IOException _) {
                    full.countDown(); // broken off, and not all of it was taken
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("\r\n\r\n");
      proxy.awaitStill(Metric.BYTES_SENT);
      long held = proxy.usedDirectBytes();

      proxy.pass(STALL);

      full.await();
      assertThat(held).as("direct memory for one that does not read").isLessThan(4 << 20);
      assertThat(proxy.count(Metric.LIMIT_STALL_CLIENT)).isEqualTo(1);
    }
  }

  @Test
  void one_who_pipelines_and_never_reads_is_not_served_further() throws Exception {
    var response = "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + "x".repeat(10_000);
    byte[] requests = GET.repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
    try (var origin = Origin.answering(response);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    client.socket().getOutputStream().write(requests);
                  }
                } catch (IOException _) {
                  // the test is over
                }
              });
      proxy.await(() -> proxy.requests() >= 100);
      proxy.awaitStill(Metric.BYTES_SENT);

      assertThat(proxy.usedDirectBytes()).as("direct memory").isLessThan(4 << 20);
      assertThat(client.readUntil("xHTTP")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void the_last_response_reaches_a_half_closed_client_that_reads_slowly() throws Exception {
    int size = 8 << 20;
    var head = "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n";
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write(head);
                  connection.out().write(new byte[size]);
                  connection.in().read();
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.socket().shutdownOutput();
      client.readUntil("\r\n\r\n");
      proxy.awaitStill(Metric.BYTES_SENT);

      assertThat(client.readToEnd()).hasSize(size);
    }
  }

  @Test
  void an_idle_client_is_kept_for_an_hour() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("\r\n\r\nok");
      proxy.pass(HOUR.minusMillis(1));
      client.send(GET);
      client.readUntil("\r\n\r\nok");
      assertThat(proxy.count(Metric.LIMIT_IDLE)).isZero();

      proxy.pass(HOUR);

      assertThat(client.readToEnd()).isEmpty();
      assertThat(proxy.count(Metric.LIMIT_IDLE)).isEqualTo(1);
    }
  }

  @Test
  void a_relayed_connection_on_which_nothing_moves_is_reset_after_an_hour() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.write("hello");
                  connection.in().readAllBytes();
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\0");
      client.readUntil("hello");
      proxy.pass(HOUR.minusMillis(1));
      assertThat(proxy.count(Metric.LIMIT_RELAY_IDLE)).isZero();

      proxy.pass(Duration.ofMillis(1));

      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      assertThat(proxy.count(Metric.LIMIT_RELAY_IDLE)).isEqualTo(1);
    }
  }

  @Test
  void a_client_that_does_not_leave_after_its_last_response_is_left() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("nonsense \r\n\r\n");
      client.readToEnd();

      proxy.pass(Duration.ofSeconds(1));

      proxy.await(Metric.OPEN_INBOUND, 0);
      assertThat(proxy.count(Metric.LIMIT_LINGER)).isEqualTo(1);
    }
  }

  @Test
  void what_a_client_still_sends_after_its_last_response_is_dropped_up_to_a_limit()
      throws Exception {
    byte[] piece = new byte[1 << 20];
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("nonsense \r\n\r\n");
      client.readToEnd();

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 64; i++) {
                  client.socket().getOutputStream().write(piece);
                }
              })
          .isInstanceOf(SocketException.class);
      assertThat(proxy.count(Metric.LIMIT_LINGER_BYTES)).isEqualTo(1);
    }
  }

  @Test
  void one_connection_too_many_is_reset_and_room_that_is_left_is_used_again() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address(), 2);
        var first = proxy.connect();
        var second = proxy.connect()) {
      proxy.await(Metric.OPEN_INBOUND, 2);
      try (var third = proxy.connect()) {
        assertThatThrownBy(third::readToEnd).isInstanceOf(SocketException.class);
      }

      first.socket().close();
      proxy.await(Metric.OPEN_INBOUND, 1);

      try (var fourth = proxy.connect()) {
        fourth.send(GET);
        assertThat(fourth.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200");
      }
      second.send(GET);
      assertThat(second.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200");
      assertThat(proxy.count(Metric.LIMIT_CONNECTIONS)).isEqualTo(1);
    }
  }
}
