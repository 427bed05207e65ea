package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a trace tells of a request through the whole data path. */
@Timeout(30)
class TraceTest {

  private static final String OK =
      "HTTP/1.1 200 OK\r\nSet-Cookie: id=secret\r\nX-Ok: yes\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void it_tells_what_came_what_was_decided_and_what_was_answered() throws Exception {
    try (var origin = Origin.answering(OK)) {
      var proxy = ProxyRig.toService(origin.address());
      proxy.log().trace(true);

      proxy.exchange(
          "GET /who HTTP/1.1\r\nHost: app-b\r\nX-Request-Id: 7\r\nConnection: close\r\n\r\n");

      String to = origin.address().toString();
      assertThat(withoutTimes(proxy.endAndRead()))
          .hasSize(15)
          .containsSubsequence(
              "received  GET /who",
              "X-Request-Id: 7",
              "target    10.202.0.9:80 is port 80 of Service demo/app-b",
              "weights   demo/app-b 1: the turn of demo/app-b",
              "balance   the next endpoint of demo/app-b is " + to,
              "tried     " + to,
              "answered  status 200",
              "X-Ok: yes",
              "done      status 200, tries 1, bytes received 0, sent 93")
          .anyMatch(line -> line.startsWith("trace of request 7 (trace id "))
          .anyMatch(line -> line.startsWith("rule      CanaryRoute demo/app-b"));
    }
  }

  @Test
  void it_tells_no_secrets() throws Exception {
    try (var origin = Origin.answering(OK)) {
      var proxy = ProxyRig.toService(origin.address());
      proxy.log().trace(true);

      proxy.exchange(
          "GET /who?token=secret HTTP/1.1\r\nHost: app-b\r\nAUTHORIZATION: Bearer secret\r\n"
              + "Cookie: secret\r\nx-pin: secret\r\nX-Api-Key: secret\r\n"
              + "Proxy-Authorization: secret\r\nConnection: close\r\n\r\n");

      assertThat(withoutTimes(proxy.endAndRead()))
          .contains(
              "received  GET /who?(redacted)",
              "AUTHORIZATION: (redacted)",
              "Cookie: (redacted)",
              "x-pin: (redacted)",
              "X-Api-Key: (redacted)",
              "Proxy-Authorization: (redacted)",
              "Set-Cookie: (redacted)")
          .noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void a_client_forges_no_line() throws Exception {
    var proxy = ProxyRig.toService();
    proxy.log().trace(true);

    proxy.exchange(
        "GET / HTTP/1.1\r\nHost: app-b\r\nX: \u009b2J\u0085done\r\nConnection: close\r\n\r\n");

    assertThat(withoutTimes(proxy.endAndRead())).contains("X: \\u009b2J\\u0085done");
  }

  @Test
  void it_tells_why_a_request_was_refused() throws Exception {
    var proxy = ProxyRig.toService();
    proxy.log().trace(true);

    proxy.exchange("GET / HTTP/1.1\r\nHost: app-b\r\nConnection: close\r\n\r\n");

    assertThat(withoutTimes(proxy.endAndRead()))
        .contains("balance   demo/app-b has no endpoint")
        .anyMatch(line -> line.startsWith("refused   no endpoint of demo/app-b takes traffic"))
        .anyMatch(line -> line.startsWith("done      status 503 (no-endpoint), tries 0,"));
  }

  @Test
  void a_long_one_is_cut() throws Exception {
    try (var origin = Origin.answering(OK)) {
      var proxy = new ProxyRig(origin.address());
      proxy.log().trace(true);

      proxy.exchange(
          "GET / HTTP/1.1\r\nHost: app-b\r\nX: "
              + "a".repeat(2_000)
              + "\r\nConnection: close\r\n\r\n");

      assertThat(proxy.endAndRead())
          .contains("  ... (cut: MESH_TRACE_CHARS)")
          .noneMatch(line -> line.contains("X: a"));
    }
  }

  @Test
  void no_more_are_written_than_a_second_has_room_for() throws Exception {
    var proxy = ProxyRig.toService();
    proxy.log().trace(true);
    String requests = "GET / HTTP/1.1\r\nHost: app-b\r\n\r\n".repeat(1_000);

    try (var client = proxy.connect()) {
      client.send(requests + "GET / HTTP/1.1\r\nHost: app-b\r\nConnection: close\r\n\r\n");
      client.readToEnd();
    }

    long written = proxy.count(Metric.TRACES_WRITTEN);
    assertThat(written).isBetween(2L, 100L);
    assertThat(proxy.count(Metric.TRACES_OVER_LIMIT)).isEqualTo(1_001 - written);
    proxy.close();
  }

  private static List<String> withoutTimes(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("^ *(\\d+\\.\\d{3} ms  )?", "")).toList();
  }
}
