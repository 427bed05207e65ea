package diy.mesh.dataplane.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.config.Readiness;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.log.LevelSwitch;
import diy.mesh.dataplane.log.LogLevel;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.LogSwitches;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final EventLoops loops = EventLoops.start(1);
  private final Telemetry telemetry = new Telemetry(100);
  private final StreamStatus stream =
      new StreamStatus(false, NOW.minusSeconds(7), true, "the \"cable\" is cut");
  private final Readiness readiness = new Readiness(() -> stream, clock);
  private final TargetTable targets =
      new TargetTable(
          loops.group().next(),
          new TargetTable.Limits(Duration.ofSeconds(1), Duration.ofMinutes(10), 4_096),
          new PerLoop<>(telemetry::newCounters),
          telemetry.series(),
          clock,
          new SplittableRandom(1));
  private final RequestPath path = new RequestPath(_ -> false, false, telemetry.series());
  private final LogSwitches switches = new LogSwitches(LineFormat.TEXT, false);
  private final LevelSwitch level = new LevelSwitch();
  private final ServerSocket app = new ServerSocket(0);
  private final AdminPages pages =
      new AdminPages(
          readiness,
          telemetry,
          targets,
          path,
          () -> stream,
          new LoggingPage(level, switches),
          new TcpProbe(new Dialer(loops, Duration.ofSeconds(2)), Set.of(app.getLocalPort())),
          clock);
  private AdminServer server;

  AdminServerTest() throws IOException {}

  @BeforeEach
  void bind() throws IOException {
    level.begin(LogLevel.WARN);
    server = AdminServer.bind(loops, 0, pages);
  }

  @AfterEach
  void close() throws IOException {
    app.close();
    server.close();
    loops.close();
  }

  @Test
  void ready_is_said_with_the_reason_while_it_is_not() throws Exception {
    var before = get("/ready");
    readiness.listening();
    var after = get("/ready");

    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(before.body()).isEqualTo("not ready: the listeners are not bound\n");
    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_are_served_as_prometheus_reads_them() throws Exception {
    telemetry.newCounters().increment(Metric.RETRIES_UPSTREAM_CLOSED);

    var metrics = get("/metrics");

    assertThat(metrics.body().lines())
        .contains("mesh_proxy_retries_total{reason=\"upstream-closed\"} 1");
    assertThat(metrics.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void held_config_is_served_as_json() throws Exception {
    targets.follow(Address.of("10.96.0.7", 80));

    var config = get("/config");

    assertThat(config.headers().firstValue("content-type")).contains("application/json");
    assertThat(config.body())
        .isEqualTo(
            "{\"stream\":{\"up\":false,\"since\":\"2026-11-21T11:59:53Z\",\"configAgeSeconds\":7,"
                + "\"problem\":\"the \\\"cable\\\" is cut\"},"
                + "\"targets\":[{\"address\":\"10.96.0.7:80\",\"version\":\"\",\"ageSeconds\":0,"
                + "\"connections\":1,\"state\":\"unanswered\"}]}");
  }

  @Test
  void what_is_logged_can_be_changed_and_reset() throws Exception {
    var before = get("/logging").body();
    var changed = send("PUT", "/logging?level=DEBUG&accessLog=json&trace=on");
    var after = get("/logging").body();
    var one = send("PUT", "/logging?level=default");
    var all = send("DELETE", "/logging");

    assertThat(before).isEqualTo("{\"level\":\"warn\",\"accessLog\":\"text\",\"trace\":\"off\"}\n");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(after)
        .isEqualTo(changed.body())
        .isEqualTo("{\"level\":\"debug\",\"accessLog\":\"json\",\"trace\":\"on\"}\n");
    assertThat(one.body())
        .isEqualTo("{\"level\":\"warn\",\"accessLog\":\"json\",\"trace\":\"on\"}\n");
    assertThat(all.body()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "level=loud|one of trace, debug, info, warn, error, off, or default",
        "accessLog=on|one of off, text, json, or default",
        "trace=yes|one of off, on, or default",
        "levels=info|level, accessLog or trace",
        "x|level, accessLog or trace",
      })
  void what_cannot_be_used_changes_nothing_and_says_what_can(String query, String expected)
      throws Exception {
    var answer = send("PUT", "/logging?trace=on&" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith(query.split("=", -1)[0] + ": ")
        .endsWith("(expected: %s)\n".formatted(expected));
    assertThat(get("/logging").body()).contains("\"level\":\"warn\"", "\"trace\":\"off\"");
  }

  @Test
  void only_who_is_inside_the_pod_changes_what_is_logged() throws Exception {
    var fromElsewhere = putFrom("10.201.0.2", "/logging?trace=on");
    var fromBrowser =
        send(
            HttpRequest.newBuilder(uri("/logging?trace=on"))
                .PUT(BodyPublishers.noBody())
                .header("Origin", "http://localhost"));

    assertThat(fromElsewhere)
        .contains("403 Forbidden")
        .contains("from inside the pod only (expected: curl -X PUT http://localhost:");
    assertThat(fromBrowser.statusCode()).isEqualTo(403);
    assertThat(switches.isTracing()).isFalse();
  }

  /** What a client at another address is answered. */
  private String putFrom(String ip, String path) {
    var client =
        new EmbeddedChannel(new AdminHandler(pages)) {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(ip, 40_000);
          }
        };
    client.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PUT, path));
    FullHttpResponse response = client.readOutbound();
    String text = response + response.content().toString(StandardCharsets.UTF_8);
    response.release();
    client.finishAndReleaseAll();
    return text;
  }

  @Test
  void a_page_that_is_not_there_names_those_that_are() throws Exception {
    var response = get("/metric?name=x");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .isEqualTo(
            "/metric: no such page"
                + " (expected: /ready, /metrics, /config, /version, /explain or /logging)\n");
  }

  @Test
  void a_request_is_explained_by_what_is_known_of_its_destination() throws Exception {
    var explained = get("/explain?to=10.96.0.7:80&target=/cart&header=Host:%20app-b");

    assertThat(explained.headers().firstValue("content-type")).contains("application/json");
    assertThat(explained.body())
        .isEqualTo(
            "{\"destination\":\"10.96.0.7:80\",\"request\":{\"method\":\"GET\","
                + "\"target\":\"/cart\",\"authority\":\"app-b\"},\"connected\":false,"
                + "\"configAgeSeconds\":7,\"version\":\"\",\"ageSeconds\":0,"
                + "\"knowledge\":\"unanswered\",\"backend\":null,"
                + "\"upstream\":\"10.96.0.7:80\"}");
    assertThat(targets.held()).allMatch(target -> target.users() == 0);
  }

  @Test
  void a_malformed_request_is_explained_with_the_refusal_it_would_get() throws Exception {
    var explained = get("/explain?to=10.96.0.7:80&header=Host:%20a&header=Host:%20b");

    assertThat(explained.body())
        .startsWith("{\"destination\":\"10.96.0.7:80\",\"refusal\":{\"status\":400,");
  }

  @Test
  void a_question_without_a_destination_is_told_how_to_ask() throws Exception {
    var answer = get("/explain?to=app-b");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'app-b'", "expected: /explain?to=IP:PORT");
  }

  @Test
  void whether_the_app_listens_is_found_out_by_trying() throws Exception {
    String page = "/probe/tcp/%d".formatted(app.getLocalPort());

    var listening = get(page);
    app.close();
    var gone = get(page);

    assertThat(listening.statusCode()).isEqualTo(200);
    assertThat(gone.statusCode()).isEqualTo(503);
    assertThat(gone.body())
        .startsWith("port %d takes no connection: ".formatted(app.getLocalPort()))
        .contains("Connection refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "http", "99999999999", ""})
  void nobody_scans_the_pod_by_its_proxy(String port) throws Exception {
    var answer = get("/probe/tcp/" + port);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "port %s: no probe of the app's (those are: %d)\n".formatted(port, app.getLocalPort()));
  }

  @Test
  void pages_are_only_read() throws Exception {
    var post = HttpRequest.newBuilder(uri("/ready")).POST(BodyPublishers.noBody());

    var response = send(post);

    assertThat(response.statusCode()).isEqualTo(405);
  }

  @Test
  void head_is_answered_without_a_body() throws Exception {
    var response = send(HttpRequest.newBuilder(uri("/metrics")).HEAD());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length").orElseThrow()).isPositive();
    assertThat(response.body()).isEmpty();
  }

  @Test
  void what_is_not_http_is_refused_and_hung_up_on() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(10_000);

      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void a_port_that_is_taken_is_named() {
    int port = server.address().getPort();

    assertThatThrownBy(() -> AdminServer.bind(loops, port, pages))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("admin port %d: ".formatted(port))
        .hasMessageEndingWith("; end what listens there, perhaps another proxy");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
  }
}
