package diy.mesh.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import diy.mesh.sample.Settings.Self;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleServerTest {

  private static final Self APP_A = new Self("app-a", "v1", "a-xyz");
  private static final Self APP_B = new Self("app-b", "v1", "b-abc");

  private static HttpClient client;

  @BeforeAll
  static void open() {
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @Test
  void app_a_answers_with_its_own_and_its_upstreams_name() throws Exception {
    try (var appB = start(APP_B, null, 0);
        var appA = start(APP_A, uri(appB.port()), 0)) {

      var response = get(appA, "/");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("app-a v1 on a-xyz -> app-b v1 on b-abc\n");
    }
  }

  @Test
  void whoever_accepts_json_gets_json_from_both() throws Exception {
    try (var appB = start(APP_B, null, 0);
        var appA = start(APP_A, uri(appB.port()), 0)) {

      var response = get(appA, "/", "accept", "application/json");

      assertThat(response.headers().firstValue("content-type")).contains("application/json");
      assertThat(response.body())
          .isEqualTo(
              """
              {"app":"app-a","version":"v1","host":"a-xyz","upstreamStatus":200,\
              "upstream":{"app":"app-b","version":"v1","host":"b-abc"}}
              """);
    }
  }

  @Test
  void all_requests_fail_at_a_rate_of_one_but_the_probe() throws Exception {
    try (var appB = start(APP_B, null, 1)) {

      var response = get(appB, "/");
      var probe = get(appB, "/healthz");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("app-b v1 on b-abc fails on purpose (FAIL_RATE=1.0)\n");
      assertThat(probe.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void some_requests_fail_at_a_rate_between() throws Exception {
    try (var appB = start(APP_B, null, 0.5)) {
      var statuses = new HashSet<Integer>();

      for (int i = 0; i < 50; i++) {
        statuses.add(get(appB, "/").statusCode());
      }

      assertThat(statuses).containsExactlyInAnyOrder(200, 500);
    }
  }

  @Test
  void an_upstream_that_is_not_there_is_a_bad_gateway() throws Exception {
    URI nobody = uri(freePort());
    try (var appA = start(APP_A, nobody, 0)) {

      var response = get(appA, "/");

      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body())
          .startsWith("app-a v1 on a-xyz -> no answer from " + nobody + ": ")
          .contains("refused");
    }
  }

  @Test
  void an_upstream_that_fails_is_a_bad_gateway() throws Exception {
    try (var appB = start(APP_B, null, 1);
        var appA = start(APP_A, uri(appB.port()), 0)) {

      var response = get(appA, "/");

      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).startsWith("app-a v1 on a-xyz -> 500: app-b v1 on b-abc");
    }
  }

  @Test
  void headers_of_a_trace_are_passed_on_and_others_are_not() throws Exception {
    var seen = new ConcurrentHashMap<String, String>();
    try (var upstream = FakeUpstream.start(seen, "hi");
        var appA = start(APP_A, upstream.uri(), 0)) {

      get(appA, "/", "x-request-id", "7", "traceparent", "00-1-2-01", "x-secret", "s");

      assertThat(seen)
          .containsEntry("X-request-id", "7")
          .containsEntry("Traceparent", "00-1-2-01")
          .doesNotContainKey("X-secret");
    }
  }

  @Test
  void calls_to_the_upstream_share_a_connection() throws Exception {
    var seen = new ConcurrentHashMap<String, String>();
    try (var upstream = FakeUpstream.start(seen, "hi");
        var appA = start(APP_A, upstream.uri(), 0)) {

      get(appA, "/");
      String first = seen.get("port");
      get(appA, "/");

      assertThat(seen).containsEntry("port", first);
    }
  }

  @Test
  void an_answer_that_is_too_long_is_a_bad_gateway() throws Exception {
    try (var upstream = FakeUpstream.start(new ConcurrentHashMap<>(), "x".repeat(70_000));
        var appA = start(APP_A, upstream.uri(), 0)) {

      var response = get(appA, "/");

      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).contains("is too long (expected: at most 65536 bytes)");
    }
  }

  private static SampleServer start(Self self, @Nullable URI upstream, double failRate)
      throws IOException {
    return SampleServer.start(
        new Settings(self, 0, upstream, failRate, Duration.ZERO), new Random(1));
  }

  private static HttpResponse<String> get(SampleServer server, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(server.port()).resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:%d/".formatted(port));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Answers anything with the same text, and notes what it was asked with. */
  private record FakeUpstream(HttpServer server) implements AutoCloseable {

    static FakeUpstream start(Map<String, String> seen, String answer) throws IOException {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange
                .getRequestHeaders()
                .forEach((name, values) -> seen.put(name, values.getFirst()));
            seen.put("port", Integer.toString(exchange.getRemoteAddress().getPort()));
            try (exchange) {
              exchange.sendResponseHeaders(200, answer.length());
              exchange.getResponseBody().write(answer.getBytes(US_ASCII));
            }
          });
      server.start();
      return new FakeUpstream(server);
    }

    URI uri() {
      return SampleServerTest.uri(server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
