package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.telemetry.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/1.1 through the whole data path, on real sockets. */
@Timeout(30)
class HttpTripTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: app-b\r\n\r\n";
  private static final String GET_LAST =
      "GET / HTTP/1.1\r\nHost: app-b\r\nConnection: close\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void both_sides_are_kept_alive() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      for (int i = 0; i < 10; i++) {
        client.send(GET);
        client.readUntil("\r\n\r\nok");
      }

      assertThat(origin.accepted()).isEqualTo(1);
      assertThat(proxy.count(Metric.UPSTREAM_REUSED)).isEqualTo(9);
      assertThat(proxy.count(Metric.OPEN_INBOUND)).isEqualTo(1);
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    var number = new AtomicInteger();
    try (var origin =
            Origin.serving(
                connection -> {
                  while (!connection.readHead().isEmpty()) {
                    connection.write(OK.replace("ok", "#" + number.getAndIncrement()));
                  }
                });
        var proxy = new ProxyRig(origin.address())) {
      String responses = proxy.exchange(GET + GET + GET_LAST);

      assertThat(responses).containsSubsequence("#0", "#1", "#2");
      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void pipelined_requests_of_a_half_closed_client_are_answered() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET + GET);
      client.socket().shutdownOutput();

      assertThat(client.readToEnd().split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  @Test
  void a_chunked_body_with_trailers_passes_as_it_is() throws Exception {
    String body = "5;x=1\r\nhello\r\n0\r\nSum: 7\r\n\r\n";
    BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  String head = connection.readHead();
                  byte[] bytes = connection.in().readNBytes(body.length());
                  received.add(head + new String(bytes, StandardCharsets.US_ASCII));
                  connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
                });
        var proxy = new ProxyRig(origin.address())) {
      String response =
          proxy.exchange(
              "POST / HTTP/1.1\r\n"
                  + "Host: a\r\n"
                  + "Connection: close\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + body);

      assertThat(Origin.withoutMade(received.take()))
          .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
      assertThat(response)
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }
  }

  @Test
  void fields_of_one_hop_end_here_and_the_others_keep_their_case() throws Exception {
    BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  received.add(connection.readHead());
                  connection.write(
                      "HTTP/1.1 200 OK\r\nX-Ok: 1\r\nKeep-Alive: timeout=5\r\nX-Hop: 2\r\n"
                          + "Connection: keep-alive, x-hop\r\ncontent-length: 0\r\n\r\n");
                });
        var proxy = new ProxyRig(origin.address())) {
      String response =
          proxy.exchange(
              "GET / HTTP/1.1\r\n"
                  + "hOsT: a\r\n"
                  + "X-One: 1\r\n"
                  + "Connection: close, X-Hop\r\n"
                  + "X-Hop: 2\r\n"
                  + "Proxy-Connection: x\r\n"
                  + "Keep-Alive: 5\r\n"
                  + "TE: trailers, gzip\r\n"
                  + "x-TWO: 2\r\n\r\n");

      assertThat(Origin.withoutMade(received.take()))
          .isEqualTo(
              "GET / HTTP/1.1\r\nhOsT: a\r\nX-One: 1\r\nx-TWO: 2\r\n"
                  + "Connection: TE\r\nTE: trailers\r\n\r\n");
      assertThat(response)
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nX-Ok: 1\r\ncontent-length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void a_response_to_head_has_no_body_whatever_its_fields_say() throws Exception {
    try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.readUntil("\r\n\r\n")).contains("Content-Length: 1000");
      }

      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void statuses_without_a_body_leave_the_connection_usable() throws Exception {
    for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
      try (var origin = Origin.answering("HTTP/1.1 " + status + "\r\nX: 1\r\n\r\n");
          var proxy = new ProxyRig(origin.address());
          var client = proxy.connect()) {
        client.send(GET + GET);

        client.readUntil("X: 1\r\n\r\n");
        assertThat(client.readUntil("X: 1\r\n\r\n")).startsWith("HTTP/1.1 " + status);
      }
    }
  }

  @Test
  void informational_responses_pass_before_the_final_one() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                  connection.in().readNBytes(4);
                  connection.write("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + OK);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      String first = client.readUntil("\r\n\r\n");
      client.send("data");
      String rest = client.readUntil("\r\n\r\nok");

      assertThat(first).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(rest).startsWith("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK");
    }
  }

  @Test
  void an_upgraded_connection_is_relayed_both_ways() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  assertThat(connection.readHead())
                      .contains("Connection: Upgrade\r\nUpgrade: echo\r\n");
                  connection.write(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                          + "Upgrade: echo\r\n\r\nhello ");
                  connection.in().transferTo(connection.out());
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n\u0001early ");
      String response = client.readUntil("hello ");
      client.send("GET not HTTP any more");
      client.socket().shutdownOutput();

      assertThat(response).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
      assertThat(client.readToEnd()).isEqualTo("\u0001early GET not HTTP any more");
    }
  }

  @Test
  void a_client_of_http_1_0_gets_no_chunks() throws Exception {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: 1\r\n\r\n";
    try (var origin = Origin.answering(chunked);
        var proxy = new ProxyRig(origin.address())) {
      String response = proxy.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

      assertThat(response).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello");
    }
  }

  @Test
  void a_client_of_http_1_0_may_keep_its_connection() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

      assertThat(client.readUntil("\r\n\r\nok")).contains("Connection: keep-alive\r\n");
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("ok");
    }
  }

  @Test
  void a_body_that_ends_with_its_connection_becomes_chunks() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.0 200 OK\r\n\r\nhello");
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);

      assertThat(client.readUntil("0\r\n\r\n"))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }
  }

  @Test
  void a_malformed_request_is_refused_and_never_reaches_the_app() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      String response = proxy.exchange("GET / HTTP/1.1\r\nHost : a\r\n\r\n");

      assertThat(response)
          .startsWith("HTTP/1.1 400 Bad Request\r\nmesh-refusal: bad-field-name\r\n")
          .contains("Connection: close\r\n")
          .contains("no colon right behind a field's name");
      assertThat(origin.accepted()).isZero();
      assertThat(proxy.count(Metric.REFUSED_BAD_FIELD_NAME)).isEqualTo(1);
    }
  }

  @Test
  void nobody_listening_is_a_502_that_says_what_to_check() throws Exception {
    var origin = Origin.answering(OK);
    origin.close();
    try (var proxy = new ProxyRig(origin.address())) {
      String response = proxy.exchange(GET_LAST);

      assertThat(response)
          .startsWith("HTTP/1.1 502 Bad Gateway\r\nmesh-refusal: connect-failed\r\n")
          .contains("check that the app listens");
    }
  }

  @Test
  void a_kept_connection_that_the_server_closed_costs_no_request() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write(OK);
                  connection.readHead(); // reads the next request, then closes without an answer
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("\r\n\r\nok");
      client.send(GET);

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
      assertThat(proxy.count(Metric.RETRIES_UPSTREAM_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void a_response_that_breaks_off_is_never_taken_for_a_whole_one() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("half");

      assertThatThrownBy(() -> client.readUntil("?")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_malformed_response_is_a_502() throws Exception {
    try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nX : 1\r\n\r\n");
        var proxy = new ProxyRig(origin.address())) {
      assertThat(proxy.exchange(GET_LAST))
          .startsWith("HTTP/1.1 502 Bad Gateway\r\nmesh-refusal: malformed-response\r\n");
    }
  }

  @Test
  void surplus_bytes_end_the_upstream_connection_and_reach_nobody() throws Exception {
    try (var origin = Origin.answering(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        var proxy = new ProxyRig(origin.address())) {
      assertThat(proxy.exchange(GET + GET_LAST)).doesNotContain("evil");
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @Test
  void an_early_response_reaches_a_client_that_still_sends() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome of it");

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 413 Content Too Large\r\n")
          .contains("Connection: close\r\n");
    }
  }

  @Test
  void a_body_is_passed_on_no_faster_than_the_app_takes_it() throws Exception {
    int size = 64 * 1024 * 1024;
    BlockingQueue<Long> begun = new ArrayBlockingQueue<>(1);
    BlockingQueue<String> goOn = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  begun.add(0L);
                  take(goOn);
                  connection.in().skipNBytes(size);
                  connection.write(OK);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
      begun.take();
      var sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.socket().getOutputStream().write(new byte[size]);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      boolean sentWithoutReader = sender.join(Duration.ofMillis(500));
      long heldByProxy = proxy.count(Metric.BYTES_RECEIVED);
      goOn.add("on");

      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK");
      assertThat(sentWithoutReader).isFalse();
      assertThat(heldByProxy).isLessThan(size / 2);
    }
  }

  private static void take(BlockingQueue<String> signal) {
    try {
      assertThat(signal.poll(20, TimeUnit.SECONDS)).isNotNull();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
