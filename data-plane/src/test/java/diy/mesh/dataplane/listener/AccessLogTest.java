package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line for each request and relayed connection, through the whole data path. */
@Timeout(30)
class AccessLogTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String GET =
      "GET /who?token=secret HTTP/1.1\r\nHost: app-b\r\nx-request-id: 7\r\n"
          + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
          + "Connection: close\r\n\r\n";

  @Test
  void a_request_is_a_line_that_names_its_route_and_no_secret() throws Exception {
    try (var origin = Origin.answering(OK)) {
      var proxy = ProxyRig.toService(origin.address());
      proxy.log().access(LineFormat.TEXT);

      proxy.exchange(GET);

      assertThat(proxy.endAndRead())
          .singleElement()
          .asString()
          .matches(
              "time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z direction=outbound"
                  + " client=127\\.0\\.0\\.1:\\d+ method=GET host=app-b path=/who status=200"
                  + " route=\"CanaryRoute demo/app-b\" rule=.* backend=demo/app-b"
                  + " upstream=127\\.0\\.0\\.1:\\d+ tries=1 received=0 sent=\\d+"
                  + " millis=\\d+\\.\\d{3} request_id=7"
                  + " trace_id=4bf92f3577b34da6a3ce929d0e0e4736");
    }
  }

  @Test
  void a_refused_request_says_why() throws Exception {
    var proxy = ProxyRig.toService();
    proxy.log().access(LineFormat.JSON);

    proxy.exchange(GET);
    proxy.exchange("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");

    assertThat(proxy.endAndRead())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("\"status\":503", "\"reason\":\"no-endpoint\"", "\"tries\":0")
                    .contains("\"why\":\"no endpoint of demo/app-b "),
            line ->
                assertThat(line)
                    .contains("\"status\":400", "\"reason\":\"bad-host\"", "\"route\":\"unread\"")
                    .doesNotContain("\"path\""));
  }

  @Test
  void a_relayed_connection_is_a_line_when_it_ends() throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()))) {
      var proxy = new ProxyRig(origin.address());
      proxy.log().access(LineFormat.TEXT);
      try (var client = proxy.connect()) {
        client.send("\u0001hello");
        client.readUntil("hello");
        client.send("!");
        client.readUntil("!");
      }
      proxy.await(() -> proxy.count(Metric.OPEN_INBOUND) == 0);

      assertThat(proxy.endAndRead())
          .singleElement()
          .asString()
          .contains(" protocol=opaque route=inbound ", " received=7 sent=7 ")
          .doesNotContain("reason");
    }
  }

  @Test
  void a_connection_that_changed_its_protocol_is_two_lines_of_one_id() throws Exception {
    try (var origin =
        Origin.serving(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
              connection.in().transferTo(connection.out());
            })) {
      var proxy = new ProxyRig(origin.address());
      proxy.log().access(LineFormat.TEXT);
      try (var client = proxy.connect()) {
        client.send(
            "GET /chat HTTP/1.1\r\nHost: a\r\nx-request-id: 7\r\n"
                + "Upgrade: websocket\r\nConnection: upgrade\r\n\r\n");
        client.readUntil("\r\n\r\n");
        client.send("hello");
        client.readUntil("hello");
      }
      proxy.await(() -> proxy.count(Metric.OPEN_INBOUND) == 0);

      assertThat(proxy.endAndRead())
          .satisfiesExactly(
              line -> assertThat(line).contains(" path=/chat status=101 ", " request_id=7 "),
              line ->
                  assertThat(line)
                      .contains(" protocol=websocket ", " received=5 sent=5 ")
                      .endsWith(" request_id=7"));
    }
  }

  @Test
  void a_connection_that_finds_nobody_says_so() throws Exception {
    var proxy = ProxyRig.toService();
    proxy.log().access(LineFormat.TEXT);

    try (var client = proxy.connect()) {
      client.send("\u0001hello");
      proxy.await(() -> proxy.count(Metric.refusal("no-endpoint")) == 1);
    }

    assertThat(proxy.endAndRead())
        .singleElement()
        .asString()
        .contains(" protocol=opaque reason=no-endpoint route=\"CanaryRoute demo/app-b\" ");
  }

  @Test
  void nothing_is_written_where_nobody_asked_for_it() throws Exception {
    try (var origin = Origin.answering(OK)) {
      var proxy = new ProxyRig(origin.address());

      proxy.exchange(GET);

      assertThat(proxy.endAndRead()).isEmpty();
    }
  }
}
