package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.listener.FrameSocket.Frame;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** HTTP/2 with prior knowledge through the whole data path, to servers of both versions. */
class StreamsTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Answers each request with 200 and its path. */
  private static Origin streaming() throws IOException {
    return streaming("");
  }

  /** Likewise, with its name before the path. */
  private static Origin streaming(String name) throws IOException {
    return Origin.serving(
        connection -> {
          var frames = FrameSocket.server(connection.socket());
          while (true) {
            Frame frame = frames.read();
            if (frame.type() == FrameSocket.HEADERS) {
              var request = frames.decode(frame);
              frames.headers(frame.stream(), false, ":status", "200");
              frames.data(frame.stream(), true, name + request.get(":path"));
            }
          }
        });
  }

  @Test
  void a_request_and_its_response_pass_as_http2() throws Exception {
    try (var origin = streaming();
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/hello");
      var response = client.response(1);

      assertThat(response.status()).isEqualTo("200");
      assertThat(response.body()).isEqualTo("/hello");
      assertThat(proxy.count(Metric.VERDICT_HTTP2)).isEqualTo(1);
    }
  }

  @Test
  void streams_of_one_connection_are_shared_between_endpoints_one_by_one() throws Exception {
    try (var one = streaming("one");
        var two = streaming("two");
        var proxy = ProxyRig.toService(one.address(), two.address());
        var client = FrameSocket.client(proxy.connect())) {
      var answers = new ArrayList<String>();
      for (int stream = 1; stream < 20; stream += 2) {
        client.get(stream, "/");
        answers.add(client.response(stream).body());
      }

      assertThat(answers).filteredOn("one/"::equals).hasSize(5);
      assertThat(answers).filteredOn("two/"::equals).hasSize(5);
      assertThat(one.accepted() + two.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_server_of_http1_is_found_out_and_served_in_http1() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  while (true) {
                    String head = connection.readHead();
                    if (head.isEmpty()) {
                      return;
                    }
                    if (head.startsWith("PRI ")) {
                      connection.write("HTTP/1.1 505 No\r\nConnection: close\r\n\r\n");
                      return;
                    }
                    connection.write(OK);
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      String first = client.response(1).body();
      client.get(3, "/");

      assertThat(first).isEqualTo("ok");
      assertThat(client.response(3).status()).isEqualTo("200");
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  /** Answers HTTP/1 with what it got, behind a refusal of the preface. */
  private static Origin echoing(List<String> heads, String response) throws IOException {
    return Origin.serving(
        connection -> {
          String head = connection.readHead();
          if (head.startsWith("PRI ")) {
            connection.write("HTTP/1.1 505 No\r\n\r\n");
            return;
          }
          heads.add(head);
          if (head.contains("chunked")) {
            var body = new StringBuilder();
            while (body.indexOf("\r\n0\r\n") < 0 || !body.toString().endsWith("\r\n\r\n")) {
              body.append((char) connection.in().read());
            }
            heads.add(body.toString());
          }
          connection.write(response);
        });
  }

  @Test
  void content_without_a_length_becomes_chunks_and_chunks_become_content() throws Exception {
    var heads = new ArrayList<String>();
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nKeep-Alive: timeout=5\r\nX-A: B\r\n\r\n"
            + "3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n";
    try (var origin = echoing(heads, chunked);
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.post(1, "cookie", "a=1", "cookie", "b=2", "te", "trailers");
      client.data(1, false, "hello");
      client.headers(1, true, "x-sum", "9");
      var response = client.response(1);

      assertThat(heads.get(0))
          .startsWith("POST / HTTP/1.1\r\nhost: app\r\n")
          .contains("cookie: a=1; b=2\r\n")
          .contains("Transfer-Encoding: chunked\r\n")
          .contains("TE: trailers\r\n");
      assertThat(heads.get(1)).isEqualTo("5\r\nhello\r\n0\r\nx-sum: 9\r\n\r\n");
      assertThat(response.head()).containsEntry("x-a", "B").doesNotContainKey("keep-alive");
      assertThat(response.body()).isEqualTo("abc");
      assertThat(response.trailers()).isEqualTo(Map.of("x-t", "1"));
    }
  }

  @Test
  void what_is_malformed_ends_its_stream_and_no_other() throws Exception {
    String[][] faulty = {
      {":method", "GET", ":scheme", "http", ":authority", "a"},
      {":scheme", "http", ":authority", "a", ":path", "/"},
      {":method", "GET", ":authority", "a", ":path", "/"},
      {":method", "GET", ":scheme", "http", ":path", "/"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", ":path", "/"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/ HTTP/1.1"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "host", "b"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "connection", "x"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "te", "gzip"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "Upper", "x"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", "a\r\nb: c"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", "a\0"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "x", " a"},
      {":method", "G ET", ":scheme", "http", ":authority", "a", ":path", "/"},
      {":method", "GET", ":scheme", "http", ":authority", "a@b", ":path", "/"},
      {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/", "content-length", "1"},
    };
    try (var origin = streaming();
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      int stream = 1;
      for (String[] pairs : faulty) {
        client.headers(stream, true, pairs);
        assertThat(client.response(stream).reset())
            .as(String.join(" ", pairs))
            .isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        stream += 2;
      }
      assertThat(origin.accepted()).isZero();
      client.get(stream, "/still");

      assertThat(client.response(stream).body()).isEqualTo("/still");
    }
  }

  @Test
  void a_head_on_a_stream_that_its_client_has_ended_is_an_error_of_that_stream() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  var frames = FrameSocket.server(connection.socket());
                  Origin.await(goOn);
                  frames.await(FrameSocket.RESET);
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      client.get(1, "/");
      Frame reset = client.await(FrameSocket.RESET);
      goOn.countDown();

      assertThat(reset.error()).isEqualTo((int) Http2Error.STREAM_CLOSED.code());
    }
  }

  @Test
  void a_head_on_a_stream_that_is_over_ends_the_connection() throws Exception {
    try (var origin = streaming();
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      client.response(1);
      client.get(1, "/");

      assertThat(client.await(FrameSocket.GOAWAY).error())
          .isEqualTo((int) Http2Error.STREAM_CLOSED.code());
    }
  }

  @Test
  void content_that_is_not_as_long_as_stated_ends_its_stream() throws Exception {
    try (var origin = streaming();
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.post(1, "content-length", "3");
      client.data(1, true, "four");

      assertThat(client.response(1).reset()).isNotEqualTo(-1);
      assertThat(proxy.count(Metric.REFUSED_BAD_LENGTH)).isEqualTo(1);
    }
  }

  @Test
  void nobody_listening_is_a_502_that_says_what_to_check() throws Exception {
    var origin = streaming();
    origin.close();
    try (var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      var plain = client.response(1);
      client.post(3, "content-type", "application/grpc");
      var grpc = client.response(3);

      assertThat(plain.head()).containsEntry("mesh-refusal", "connect-failed");
      assertThat(plain.status()).isEqualTo("502");
      assertThat(plain.body()).contains("check that the app listens");
      assertThat(grpc.head())
          .containsEntry(":status", "200")
          .containsEntry("grpc-status", "14")
          .containsEntry("mesh-refusal", "connect-failed");
    }
  }

  @Test
  void a_stream_that_the_server_did_not_look_at_is_sent_again() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  var frames = FrameSocket.server(connection.socket());
                  boolean refused = false;
                  while (true) {
                    Frame frame = frames.read();
                    if (frame.type() == FrameSocket.HEADERS && !refused) {
                      refused = true;
                      frames.write(FrameSocket.RESET, 0, frame.stream(), new byte[] {0, 0, 0, 7});
                    } else if (frame.type() == FrameSocket.HEADERS) {
                      frames.headers(frame.stream(), true, ":status", "204");
                    }
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.headers(
          1, true, ":method", "POST", ":scheme", "http", ":authority", "a", ":path", "/");

      assertThat(client.response(1).status()).isEqualTo("204");
      assertThat(proxy.count(Metric.RETRIES_UPSTREAM_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void a_client_that_reads_nothing_holds_no_more_than_a_window() throws Exception {
    int size = 32 << 20;
    try (var origin =
            Origin.serving(
                connection -> {
                  String head = connection.readHead();
                  if (!head.startsWith("PRI ")) {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    connection.out().write(new byte[size]);
                  } else {
                    connection.write("HTTP/1.1 505 No\r\n\r\n");
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      client.await(FrameSocket.DATA);
      proxy.awaitStill(Metric.BYTES_SENT);
      long held = proxy.count(Metric.BYTES_SENT);
      client.windowUpdate(0, size);
      client.windowUpdate(1, size);

      assertThat(held).isLessThan(2 << 20);
      assertThat(client.response(1).body()).hasSizeGreaterThan(size - (1 << 20));
    }
  }

  @Test
  void one_stream_too_many_is_refused() throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()));
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.await(FrameSocket.SETTINGS);
      client.await(FrameSocket.SETTINGS); // ours was heard, and theirs by them
      int most = 1_000;
      for (int i = 0; i <= most; i++) {
        client.get(2 * i + 1, "/");
      }

      assertThat(client.response(2 * most + 1).reset())
          .isEqualTo((int) Http2Error.REFUSED_STREAM.code());
    }
  }

  @Test
  void a_server_that_reads_nothing_stops_its_client() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  String head = connection.readHead();
                  if (head.startsWith("PRI ")) {
                    connection.write("HTTP/1.1 505 No\r\n\r\n");
                    return;
                  }
                  Origin.await(goOn);
                  connection.in().skipNBytes(60_000);
                  connection.write(OK);
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.post(1, "content-length", "60000");
      for (int part = 1; part <= 6; part++) {
        client.data(1, part == 6, "x".repeat(10_000));
      }
      goOn.countDown();

      var response = client.response(1);
      assertThat(response.body()).as(response.toString()).isEqualTo("ok");
    }
  }

  @Test
  void a_stopping_proxy_says_goodbye_and_serves_what_has_begun() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  var frames = FrameSocket.server(connection.socket());
                  Frame frame = frames.await(FrameSocket.HEADERS);
                  asked.countDown();
                  Origin.await(goOn);
                  frames.headers(frame.stream(), true, ":status", "200");
                  frames.read();
                });
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      client.get(1, "/");
      Origin.await(asked);
      proxy.beginToStop();
      Frame goodbye = client.await(FrameSocket.GOAWAY);
      goOn.countDown();

      assertThat(goodbye.error()).isZero();
      assertThat(client.response(1).status()).isEqualTo("200");
      assertThat(proxy.stop(Duration.ofSeconds(5)).cut()).isZero();
    }
  }

  @Test
  void a_client_of_http2_is_never_taken_for_one_of_http1() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      assertThat(proxy.exchange("\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
          .startsWith("HTTP/1.1 ")
          .contains("mesh-refusal");
    }
  }
}
