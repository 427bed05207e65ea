package diy.mesh.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import diy.mesh.controlplane.stream.ProxyClient;
import diy.mesh.proto.v1.Update;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole control plane on ports of its own: a folder, a proxy's stream, and the admin API. */
class ControlPlaneTest {

  private static final String APP_B = "10.0.0.2:80";

  @TempDir private Path root;

  private final HttpClient http = HttpClient.newHttpClient();
  private ControlPlane controlPlane;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("folder/services.yaml"), services());
    controlPlane =
        ControlPlane.start(
            new Settings(new Settings.Source.Folder(root.resolve("folder")), 0, 0, "info"));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", controlPlane.streamPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    controlPlane.close();
    http.close();
  }

  @Test
  void a_route_reaches_the_proxy_and_applied_tells_when() throws Exception {
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      proxy.subscribe(APP_B);
      proxy.ack(proxy.nextUpdate());
      var applied = applied("canary.yaml", route(90, 10));
      assertThat(applied).as("it waits").isNotDone();

      renameIn("canary.yaml", route(90, 10));
      Update update = proxy.nextUpdate();
      assertThat(applied).as("it waits for the answer").isNotDone();
      proxy.ack(update);

      JsonNode answer = applied.get();
      assertThat(answer.get("taken").asBoolean()).isTrue();
      assertThat(answer.get("converged").asBoolean()).isTrue();
      assertThat(answer.get("proxies").asInt()).isEqualTo(1);
      assertThat(answer.get("ackedAtMicros").asLong()).isGreaterThan(1_700_000_000_000_000L);
      assertThat(answer.get("problems")).isEmpty();
    }
  }

  @Test
  void a_broken_file_is_named_and_the_last_good_route_serves() throws Exception {
    renameIn("canary.yaml", route(90, 10));
    applied("canary.yaml", route(90, 10)).get();

    renameIn("canary.yaml", route(90, -10));
    JsonNode answer = applied("canary.yaml", route(90, -10)).get();

    assertThat(answer.get("taken").asBoolean()).isTrue();
    assertThat(answer.get("problems"))
        .hasToString(
            "[{\"file\":\"canary.yaml\",\"line\":8,\"message\":\"spec.backends[1].weight: -10"
                + " (expected: a whole number from 0 to 1000000)\"}]");
    assertThat(get("/routes").get("routes").get(0).get("backends"))
        .hasToString(
            "[{\"service\":\"demo/app-b\",\"weight\":90},"
                + "{\"service\":\"demo/app-b2\",\"weight\":10}]");
    assertThat(get("/sources").get("files").get(0).get("problems")).hasSize(1);
  }

  @Test
  void what_is_in_force_has_the_version_that_proxies_acknowledge() throws Exception {
    renameIn("canary.yaml", route(90, 10));
    applied("canary.yaml", route(90, 10)).get();
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      proxy.subscribe(APP_B);
      Update update = proxy.nextUpdate();

      JsonNode targets = get("/targets").get("targets");

      var shown = targets.valueStream().filter(t -> t.get("address").asText().equals(APP_B));
      assertThat(shown)
          .singleElement()
          .hasToString(
              "{\"service\":\"demo/app-b\",\"address\":\"%s\",\"version\":\"%s\","
                      .formatted(APP_B, update.getVersion())
                  + "\"kind\":\"CanaryRoute\",\"resource\":\"demo/app-b\","
                  + "\"origin\":\"canary.yaml:1\",\"match\":\"every request\",\"backends\":["
                  + "{\"service\":\"demo/app-b\",\"weight\":90,\"endpoints\":0,"
                  + "\"unresolved\":null},"
                  + "{\"service\":\"demo/app-b2\",\"weight\":10,\"endpoints\":0,"
                  + "\"unresolved\":null}]}");
    }
  }

  @Test
  void the_version_is_told() throws Exception {
    assertThat(get("/version").get("jdk").asText()).isEqualTo(Runtime.version().toString());
  }

  @Test
  void a_route_is_shown_with_its_origin_and_what_is_unresolved() throws Exception {
    renameIn("canary.yaml", route(90, 10).replace("app-b2", "app-b3"));
    applied("canary.yaml", route(90, 10).replace("app-b2", "app-b3")).get();

    JsonNode shown = get("/routes").get("routes").get(0);

    assertThat(shown.get("origin").asText()).isEqualTo("canary.yaml:1");
    assertThat(shown.get("accepted").asBoolean()).isTrue();
    assertThat(shown.get("resolved").asBoolean()).isFalse();
    assertThat(shown.get("message").asText()).startsWith("backend demo/app-b3: no such Service");
  }

  @Test
  void a_proxy_is_shown_with_what_it_holds() throws Exception {
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      proxy.subscribe(APP_B);
      var version = proxy.nextUpdate().getVersion();

      assertThat(get("/proxies").get("proxies"))
          .hasToString(
              ("[{\"namespace\":\"demo\",\"pod\":\"app-a-1\",\"targets\":[{\"address\":\"%s\","
                      + "\"version\":\"%s\",\"acked\":false,\"nack\":null}]}]")
                  .formatted(APP_B, version));
    }
  }

  @Test
  void a_proxy_is_told_of_the_control_planes_end() throws Exception {
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      controlPlane.close();

      assertThat(proxy.end().getDescription()).isEqualTo("the control plane stops");
    }
  }

  @Test
  void the_time_out_of_applied_is_an_answer_too() throws Exception {
    JsonNode answer = get("/applied?file=none.yaml&sha256=abc&timeoutMillis=1");

    assertThat(answer)
        .hasToString(
            "{\"taken\":false,\"converged\":false,\"problems\":[],\"proxies\":0,"
                + "\"ackedAtMicros\":0,\"nacks\":[]}");
  }

  @Test
  void the_admin_api_says_what_it_expects() throws Exception {
    assertThat(send("/ready").body()).isEqualTo("ready\n");
    assertThat(send("/metrics").body()).contains("\nmesh_control_changes_total 1\n");
    assertThat(send("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/applied?file=x").get("error").asText())
        .isEqualTo("sha256: missing (expected: /applied?file=NAME&sha256=HEX&timeoutMillis=N)");
    assertThat(get("/applied?file=x&sha256=-&timeoutMillis=-1").get("error").asText())
        .isEqualTo("timeoutMillis: -1 (expected: 0 to 60000)");
  }

  @Test
  void every_change_reaches_the_proxy_and_the_median_delay_is_printed() throws Exception {
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      proxy.subscribe(APP_B);
      proxy.ack(proxy.nextUpdate());

      long[] micros = new long[101];
      for (int i = 0; i < micros.length; i++) {
        Path file = Files.writeString(root.resolve("next"), route(i, 100 - i));
        long start = System.nanoTime();
        Files.move(file, root.resolve("folder/canary.yaml"), StandardCopyOption.ATOMIC_MOVE);
        Update update = proxy.nextUpdate();
        micros[i] = (System.nanoTime() - start) / 1_000;
        assertThat(update.getTarget().toStringUtf8()).contains("canary.yaml");
        proxy.ack(update);
      }

      long median =
          LongStream.of(micros).sorted().skip(micros.length / 2).findFirst().orElseThrow();
      System.out.printf("file renamed -> update received: median %d microseconds%n", median);
    }
  }

  private CompletableFuture<JsonNode> applied(String file, String content) throws Exception {
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    var path =
        "/applied?file=%s&sha256=%s&timeoutMillis=10000"
            .formatted(file, HexFormat.of().formatHex(sha256));
    return http.sendAsync(request(path), BodyHandlers.ofString())
        .thenApply(response -> parse(response.body()));
  }

  private JsonNode get(String path) throws Exception {
    return parse(send(path).body());
  }

  private HttpResponse<String> send(String path) throws Exception {
    return http.send(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(controlPlane.adminPort(), path)))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private void renameIn(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve(name + ".new"), text);
    Files.move(file, root.resolve("folder").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String services() {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: app-b, namespace: demo}
    spec: {clusterIP: 10.0.0.2, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: app-b2, namespace: demo}
    spec: {clusterIP: 10.0.0.3, ports: [{port: 80}]}
    """;
  }

  private static String route(int stable, int canary) {
    return """
    apiVersion: mesh.diy/v1alpha1
    kind: CanaryRoute
    metadata: {name: app-b, namespace: demo}
    spec:
      service: app-b
      backends:
        - {service: app-b,  weight: %d}
        - {service: app-b2, weight: %d}
    """
        .formatted(stable, canary);
  }
}
