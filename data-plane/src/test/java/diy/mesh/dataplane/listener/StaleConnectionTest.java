package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.http.KernelTable;
import diy.mesh.dataplane.telemetry.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server closes a kept connection at the worst moments: what is sent again, and what is lost. */
@Timeout(30)
class StaleConnectionTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String PUT = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String POST = PUT.replace("PUT", "POST");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Serves all requests of its second connection, and what a test wants of its first. */
  private static Origin failingOnce(Origin.Script secondRequest) throws IOException {
    var connections = new AtomicInteger();
    return Origin.serving(
        connection -> {
          boolean first = connections.getAndIncrement() == 0;
          while (!readRequest(connection).isEmpty()) {
            connection.write(OK);
            if (first) {
              secondRequest.serve(connection);
              return; // which closes the connection
            }
          }
        });
  }

  private static String readRequest(Origin.Connection connection) throws IOException {
    String head = connection.readHead();
    if (!head.contains("Content-Length: 5")) {
      return head;
    }
    String body = new String(connection.in().readNBytes(5), StandardCharsets.ISO_8859_1);
    assertThat(body).isEqualTo("hello");
    return head + body;
  }

  private static void keepOneConnection(ProxyRig.Client client) throws IOException {
    client.send(GET);
    client.readUntil("\r\n\r\nok");
  }

  @Test
  void a_get_whose_connection_is_closed_after_it_was_read_is_sent_again() throws Exception {
    try (var origin = failingOnce(StaleConnectionTest::readRequest);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      client.send(GET);

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
      assertThat(proxy.count(Metric.RETRIES_UPSTREAM_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void an_idempotent_request_is_sent_again_with_its_body() throws Exception {
    try (var origin = failingOnce(StaleConnectionTest::readRequest);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      client.send(PUT);

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
      assertThat(proxy.count(Metric.RETRIES_UPSTREAM_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void a_request_that_changes_something_is_never_sent_twice() throws Exception {
    try (var origin = failingOnce(StaleConnectionTest::readRequest);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      client.send(POST);

      assertThat(client.readUntil("log\n"))
          .startsWith("HTTP/1.1 502 Bad Gateway\r\nmesh-refusal: upstream-closed\r\n")
          .contains("closed the connection before its response was complete");
      assertThat(origin.accepted()).isEqualTo(1);
      assertThat(proxy.count(Metric.REFUSED_UPSTREAM_CLOSED)).isEqualTo(1);
      assertThat(proxy.count(Metric.RETRIES_UPSTREAM_CLOSED)).isZero();
    }
  }

  @Test
  void an_idempotent_request_that_has_not_come_whole_is_not_sent_again() throws Exception {
    try (var origin =
            failingOnce(
                connection -> {
                  connection.readHead();
                  connection.in().readNBytes(2);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      client.send(PUT.substring(0, PUT.length() - 3));

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_request_whose_response_has_begun_is_never_sent_again() throws Exception {
    for (String beginning : new String[] {"H", "HTTP/1.1 200 O", "HTTP/1.1 100 Continue\r\n\r\n"}) {
      try (var origin =
              failingOnce(
                  connection -> {
                    connection.readHead();
                    connection.write(beginning);
                  });
          var proxy = new ProxyRig(origin.address());
          var client = proxy.connect()) {
        keepOneConnection(client);

        client.send(GET);

        assertThat(client.readUntil("log\n")).contains("mesh-refusal: upstream-closed\r\n");
        assertThat(origin.accepted()).as(beginning).isEqualTo(1);
      }
    }
  }

  @Test
  void a_request_on_a_new_connection_is_not_sent_again() throws Exception {
    try (var origin = Origin.serving(Origin.Connection::readHead);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);

      assertThat(client.readUntil("log\n")).contains("mesh-refusal: upstream-closed\r\n");
      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_request_is_sent_again_once_and_no_more() throws Exception {
    var connections = new AtomicInteger();
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  if (connections.getAndIncrement() == 0) {
                    connection.write(OK);
                    connection.readHead();
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      client.send(GET);

      assertThat(client.readUntil("log\n")).contains("mesh-refusal: upstream-closed\r\n");
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_post_meets_no_connection_whose_end_the_kernel_knows_already() throws Exception {
    for (boolean reset : new boolean[] {false, true}) {
      var goOn = new CountDownLatch(1);
      var closed = new CountDownLatch(1);
      try (var origin =
              failingOnce(
                  connection -> {
                    await(goOn);
                    if (reset) {
                      connection.socket().setSoLinger(true, 0);
                    }
                    connection.socket().close();
                    closed.countDown();
                  });
          var proxy = new ProxyRig(origin.address());
          var client = proxy.connect()) {
        keepOneConnection(client);
        try (var _ = proxy.pause()) {
          client.send(POST); // found first when the loop goes on
          goOn.countDown();
          await(closed);
          KernelTable.awaitEndOfConnectionsTo(origin.address().port());
        }

        assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
        assertThat(origin.accepted()).isEqualTo(2);
        assertThat(proxy.count(Metric.UPSTREAM_REUSED)).isZero();
      }
    }
  }

  @Test
  void a_get_that_is_written_to_a_reset_connection_is_sent_again() throws Exception {
    var goOn = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var origin =
            failingOnce(
                connection -> {
                  await(goOn);
                  connection.socket().setSoLinger(true, 0);
                  connection.socket().close();
                  closed.countDown();
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);
      try (var _ = proxy.pause()) {
        client.send(GET);
        goOn.countDown();
        await(closed);
        KernelTable.awaitEndOfConnectionsTo(origin.address().port());
      }

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_is_used_no_longer_than_its_server_says() throws Exception {
    for (String said : new String[] {"timeout=0", "timeout=5, max=0"}) {
      String response = OK.replace("\r\n\r\n", "\r\nKeep-Alive: " + said + "\r\n\r\n");
      try (var origin = Origin.answering(response);
          var proxy = new ProxyRig(origin.address());
          var client = proxy.connect()) {
        keepOneConnection(client);
        keepOneConnection(client);

        assertThat(origin.accepted()).as(said).isEqualTo(2);
      }
    }
  }

  @Test
  void a_connection_takes_no_more_requests_than_its_server_says() throws Exception {
    String response = OK.replace("\r\n\r\n", "\r\nKeep-Alive: max=2\r\n\r\n");
    try (var origin = Origin.answering(response);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      for (int i = 0; i < 6; i++) {
        keepOneConnection(client);
      }

      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_server_that_waits_briefly_finds_its_connection_closed_first() throws Exception {
    BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write(OK.replace("\r\n\r\n", "\r\nKeep-Alive: timeout=1\r\n\r\n"));
                  ends.add("'" + connection.readHead() + "'");
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      keepOneConnection(client);

      assertThat(ends.poll(3, TimeUnit.SECONDS)).isEqualTo("''");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
