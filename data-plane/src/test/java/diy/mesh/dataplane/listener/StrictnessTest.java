package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.http.LenientReader;
import diy.mesh.dataplane.http.LenientReader.Habit;
import diy.mesh.dataplane.http.RequestTable;
import diy.mesh.dataplane.http.RequestTable.Accepted;
import diy.mesh.dataplane.http.RequestTable.Refused;
import diy.mesh.dataplane.telemetry.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of requests through the whole data path, on real sockets. */
@Timeout(30)
class StrictnessTest {

  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  static Stream<Refused> refused() {
    return RequestTable.refused();
  }

  static Stream<Accepted> accepted() {
    return RequestTable.accepted();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_refused_request_reaches_no_upstream_and_ends_its_connection(Refused row) throws Exception {
    BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    try (var origin = Origin.serving(connection -> received.add(toEnd(connection)));
        var proxy = new ProxyRig(origin.address())) {
      String answer = proxy.exchange(row.bytes() + NEXT);

      assertThat(answer)
          .startsWith("HTTP/1.1 %d ".formatted(row.fault().status()))
          .contains("\r\nmesh-refusal: %s\r\n".formatted(row.fault().reason()))
          .contains("\r\nConnection: close\r\n")
          .containsOnlyOnce("mesh-refusal")
          .doesNotContain("200 OK");
      assertThat(proxy.count(Metric.refusal(row.fault().reason()))).isEqualTo(1);
      if (isChunked(row)) {
        assertIncomplete(origin, received);
      } else {
        assertThat(origin.accepted()).isZero();
      }
    }
  }

  /** A body goes on while it comes; then the upstream must see that it broke off. */
  private static void assertIncomplete(Origin origin, BlockingQueue<byte[]> received)
      throws InterruptedException {
    for (int i = 0; i < origin.accepted(); i++) {
      var seen = LenientReader.read(received.take(), EnumSet.allOf(Habit.class));
      assertThat(seen.complete()).isZero();
    }
  }

  private static boolean isChunked(Refused row) {
    return row.bytes().contains("Transfer-Encoding: chunked\r\n\r\n")
        && row.rfc().equals("9112 7.1");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void an_accepted_request_reaches_the_upstream_and_goes_on(Accepted row) throws Exception {
    BlockingQueue<String> received = new ArrayBlockingQueue<>(2);
    try (var origin =
            Origin.serving(
                connection -> {
                  String head = connection.readHead();
                  byte[] body = connection.in().readNBytes(row.body().length());
                  received.add(head);
                  received.add(new String(body, StandardCharsets.ISO_8859_1));
                  connection.write(OK);
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(row.bytes());
      String answer = client.readUntil("\r\n\r\n");

      List<String> head = received.take().lines().toList();
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(head.getFirst()).isEqualTo(row.head().getFirst());
      for (String line : row.head()) {
        assertThat(head).anyMatch(seen -> seen.equals(line) || isPrefix(line, seen));
      }
      assertThat(received.take()).isEqualTo(row.body());
    }
  }

  /** A line of the table that ends in a colon and a space: what follows is not told there. */
  private static boolean isPrefix(String line, String seen) {
    return line.equals("Host: ") && seen.startsWith(line);
  }

  @Test
  void connect_is_refused_unless_it_is_allowed() throws Exception {
    try (var origin = Origin.answering(OK);
        var proxy = new ProxyRig(origin.address())) {
      String answer = proxy.exchange("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + NEXT);

      assertThat(answer)
          .startsWith("HTTP/1.1 501 ")
          .contains("mesh-refusal: connect-not-allowed\r\n", "MESH_ALLOW_CONNECT=true")
          .doesNotContain("200 OK");
      assertThat(origin.accepted()).isZero();
    }
  }

  @Test
  void an_allowed_connect_becomes_a_tunnel() throws Exception {
    BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  received.add(connection.readHead());
                  connection.write("HTTP/1.1 200 Yes\r\nContent-Length: 9\r\nX: y\r\n\r\nhello ");
                  connection.in().transferTo(connection.out());
                });
        var proxy = new ProxyRig(origin.address(), true);
        var client = proxy.connect()) {
      client.send("CONNECT b:80 HTTP/1.1\r\nHost: a\r\n\r\n\u0001early ");
      String answer = client.readUntil("hello ");
      client.send("GET  no HTTP any more");
      client.socket().shutdownOutput();

      assertThat(received.take()).startsWith("CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n");
      assertThat(answer).isEqualTo("HTTP/1.1 200 Yes\r\nX: y\r\n\r\nhello ");
      assertThat(client.readToEnd()).isEqualTo("\u0001early GET  no HTTP any more");
    }
  }

  @Test
  void what_was_meant_for_a_tunnel_is_no_request_when_there_is_none() throws Exception {
    try (var origin = Origin.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        var proxy = new ProxyRig(origin.address(), true)) {
      String answer = proxy.exchange("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + NEXT);

      assertThat(answer).startsWith("HTTP/1.1 403 No\r\n").contains("Connection: close\r\n");
      assertThat(answer.split("HTTP/1.1 403", -1)).hasSize(2);
    }
  }

  /** What came until the other side ended or broke the connection. */
  private static byte[] toEnd(Origin.Connection connection) {
    var bytes = new ByteArrayOutputStream();
    try {
      connection.in().transferTo(bytes);
    } catch (IOException _) {
      // A reset says that the request is not complete, too.
    }
    return bytes.toByteArray();
  }
}
