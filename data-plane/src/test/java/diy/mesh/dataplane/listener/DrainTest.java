package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.loop.Drain.Tally;
import diy.mesh.dataplane.telemetry.Metric;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections when the proxy stops. */
@Timeout(30)
class DrainTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String LAST =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

  /** Never reached where things go well. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void a_request_under_way_is_finished_and_its_response_is_the_last() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var origin = Origin.holding(asked, goOn, OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      Origin.await(asked);
      proxy.beginToStop();
      goOn.countDown();

      assertThat(client.readToEnd()).isEqualTo(LAST);
      client.socket().shutdownOutput();
      assertThat(proxy.stop(LONG)).isEqualTo(new Tally(0, 1, 0, 0));
    }
  }

  @Test
  void a_request_on_a_connection_at_rest_is_served_and_its_response_is_the_last() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("\r\n\r\nok");
      proxy.beginToStop();

      client.send(GET);

      assertThat(client.readToEnd()).isEqualTo(LAST);
    }
  }

  @Test
  void pipelined_requests_are_all_served_and_the_last_response_says_so() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("\r\n\r\nok");
      proxy.beginToStop();

      client.send(GET + GET);

      assertThat(client.readToEnd()).isEqualTo(OK + LAST);
    }
  }

  @Test
  void connections_at_rest_are_closed_after_a_quiet_time() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var used = proxy.connect();
        var silent = proxy.connect()) {
      used.send(GET);
      used.readUntil("\r\n\r\nok");
      proxy.await(Metric.ACCEPTED_INBOUND, 2);

      Tally tally = proxy.stop(LONG);

      assertThat(tally).isEqualTo(new Tally(0, 0, 2, 0));
      assertThat(used.readToEnd()).isEmpty();
      assertThat(silent.readToEnd()).isEmpty();
    }
  }

  @Test
  void who_waits_in_the_kernel_is_served_before_the_port_is_closed() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      var pause = proxy.pause();
      try (var client = proxy.connect()) {
        client.send(GET);
        var closed = proxy.beginToStop();
        pause.close();

        assertThat(client.readToEnd()).isEqualTo(LAST);
        closed.sync();
      }
    }
  }

  @Test
  void whoever_dials_while_the_port_is_closed_is_served_or_refused() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (var origin = Origin.answering(OK);
          var proxy = new ProxyRig(origin.address())) {
        var dialers = new ArrayList<CompletableFuture<String>>();
        for (int n = 0; n < 4; n++) {
          dialers.add(CompletableFuture.supplyAsync(() -> dialUntilRefused(proxy)));
        }
        proxy.await(() -> proxy.count(Metric.ACCEPTED_INBOUND) > 100);

        assertThat(proxy.stop(LONG).cut()).isZero();
        assertThat(dialers)
            .extracting(each -> each.get(20, TimeUnit.SECONDS))
            .containsOnly("refused");
      }
    }
  }

  /** Asks once on each connection, and gives what the first one got that was not served. */
  private static String dialUntilRefused(ProxyRig proxy) {
    while (true) {
      try (var client = proxy.connect()) {
        client.send(GET);
        client.readUntil("ok");
      } catch (ConnectException _) {
        return "refused";
      } catch (IOException e) {
        return "lost: " + e;
      }
    }
  }

  @Test
  void no_connection_is_taken_any_more() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      proxy.beginToStop().sync();

      assertThatThrownBy(proxy::connect).isInstanceOf(IOException.class);
      assertThat(proxy.stop(LONG)).isEqualTo(Tally.NONE);
    }
  }

  @Test
  void a_relayed_connection_has_until_the_deadline_and_is_reset_on_both_sides() throws Exception {
    var ended = new CompletableFuture<String>();
    try (var origin =
            Origin.serving(
                connection -> {
                  try {
                    connection.in().transferTo(connection.out());
                    ended.complete("closed");
                  } catch (SocketException e) {
                    ended.complete("reset");
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("\u0001one");
      client.readUntil("one");
      proxy.beginToStop();
      client.send("two");
      client.readUntil("two");

      Tally tally = proxy.stop(SHORT);

      assertThat(tally).isEqualTo(new Tally(0, 0, 0, 1));
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("reset");
    }
  }

  @Test
  void a_response_that_the_deadline_cuts_off_never_looks_whole_and_is_counted() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.0 200 OK\r\n\r\nhalf");
                  Origin.await(goOn);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n"); // whose body ends with the connection
      client.readUntil("half");

      assertThat(proxy.stop(SHORT).cut()).isEqualTo(1);
      assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      assertThat(proxy.samples("mesh_proxy_requests_total"))
          .singleElement()
          .asString()
          .contains("reason=\"proxy-stopped\"");
      goOn.countDown();
    }
  }

  @Test
  void without_time_it_ends_at_once() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var resting = proxy.connect();
        var relayed = proxy.connect()) {
      resting.send(GET);
      resting.readUntil("\r\n\r\nok");
      relayed.send("\u0001");
      proxy.await(Metric.VERDICT_OPAQUE, 1);

      assertThat(proxy.stop(Duration.ZERO)).isEqualTo(new Tally(0, 0, 1, 1));
      assertThat(resting.readToEnd()).isEmpty();
    }
  }
}
