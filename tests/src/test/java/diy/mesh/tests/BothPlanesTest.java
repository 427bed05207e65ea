package diy.mesh.tests;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.ControlPlane;
import diy.mesh.controlplane.Settings;
import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.route.Backend;
import diy.mesh.model.service.Address;
import diy.mesh.tests.server.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control plane and a proxy's end of its stream, both real, in one process. */
@Timeout(60)
class BothPlanesTest {

  private static final Address APP_B = Address.of("10.96.0.2", 80);

  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: app-b, namespace: demo}
      spec: {clusterIP: 10.96.0.2, ports: [{name: http, port: 80}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: app-b2, namespace: demo}
      spec: {clusterIP: 10.96.0.3, ports: [{name: http, port: 80}]}
      """;

  @TempDir private Path root;

  private final Telemetry telemetry = new Telemetry(10);
  private final EventLoops loops = EventLoops.start(1);
  private final LosableDice dice = new LosableDice();
  private int streamPort;
  private ControlPlane controlPlane;
  private ConfigStreamClient stream;
  private HeldTarget held;

  /**
   * Without dice a proxy cannot use new weights: all that both planes agree on they refuse both.
   */
  private static final class LosableDice implements RandomGenerator {
    private final Random random = new Random(0);
    private volatile boolean lost;

    @Override
    public long nextLong() {
      if (lost) {
        throw new IllegalArgumentException("the dice are under the table");
      }
      return random.nextLong();
    }
  }

  @BeforeEach
  void start() throws Exception {
    Files.createDirectory(root.resolve("folder"));
    write("services.yaml", SERVICES);
    write("route.yaml", route(90, 10));
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      streamPort = free.getLocalPort(); // the same after a restart
    }
    startControlPlane();
    var owner = loops.group().next();
    var counters = new PerLoop<>(telemetry::newCounters);
    var clock = InstantSource.system();
    var limits = new TargetTable.Limits(Duration.ofSeconds(5), Duration.ofMinutes(1), 16);
    var targets = new TargetTable(owner, limits, counters, telemetry.series(), clock, dice);
    var peers =
        new ConfigStreamClient.Peers("127.0.0.1", streamPort, "demo", "app-a-1", Optional.empty());
    stream = ConfigStreamClient.open(peers, loops, owner, targets, counters, clock, new Random(0));
    held = targets.follow(APP_B);
  }

  @AfterEach
  void stop() {
    stream.close();
    controlPlane.close();
    loops.close();
  }

  @Test
  void a_version_that_a_proxy_refuses_is_reported_and_the_one_before_serves() throws Exception {
    awaitWeights(90, 10);
    dice.lost = true;

    write("route.yaml", route(50, 50));

    assertThat(answersTo(route(50, 50)))
        .contains("app-a-1")
        .contains("the dice are under the table");
    assertThat(page("/proxies")).contains("the dice are under the table");
    assertThat(page("/metrics")).contains("mesh_control_nacks_total 1");
    assertThat(held.rejection()).isNotNull();
    assertThat(weights()).containsExactly(90, 10);
  }

  @Test
  void what_is_mended_after_a_refusal_takes_effect() throws Exception {
    awaitWeights(90, 10);
    dice.lost = true;
    write("route.yaml", route(50, 50));
    answersTo(route(50, 50));
    dice.lost = false;

    write("route.yaml", route(20, 80));

    assertThat(answersTo(route(20, 80))).contains("\"nacks\":[]");
    assertThat(weights()).containsExactly(20, 80);
    assertThat(held.rejection()).isNull();
  }

  @Test
  void a_proxy_serves_on_without_a_control_plane_and_goes_on_where_it_was() throws Exception {
    awaitWeights(90, 10);
    long told = telemetry.value(Metric.CONFIG_UPDATES);

    controlPlane.close();
    await(() -> !stream.status().up());
    assertThat(weights()).containsExactly(90, 10);
    startControlPlane();
    await(() -> stream.status().up());
    write("route.yaml", route(30, 70));
    awaitWeights(30, 70);

    assertThat(telemetry.value(Metric.CONFIG_UPDATES))
        .as("the change alone, and nothing that it had")
        .isEqualTo(told + 1);
  }

  private void startControlPlane() throws IOException, InterruptedException {
    controlPlane =
        ControlPlane.start(
            new Settings(
                new Settings.Source.Folder(root.resolve("folder")), streamPort, 0, "info"));
  }

  private static String route(int stable, int canary) {
    return """
    apiVersion: mesh.diy/v1alpha1
    kind: CanaryRoute
    metadata: {name: app-b, namespace: demo}
    spec:
      service: app-b
      backends: [{service: app-b, weight: %d}, {service: app-b2, weight: %d}]
    """
        .formatted(stable, canary);
  }

  /** As everybody should write what others watch: whole, or not at all. */
  private void write(String name, String text) throws IOException {
    Path draft = Files.writeString(root.resolve(name), text);
    Files.move(draft, root.resolve("folder").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Integer> weights() {
    return held.knowledge() instanceof HeldTarget.Knowledge.Known(var plan)
        ? plan.target().rules().getFirst().backends().backends().stream()
            .map(Backend::weight)
            .toList()
        : List.of();
  }

  private void awaitWeights(int stable, int canary) {
    await(() -> weights().equals(List.of(stable, canary)));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** What the control plane says once every proxy has answered a content of the route's file. */
  private String answersTo(String text) throws Exception {
    var digest = new Digest();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    digest.add(content, content.length);
    return page("/applied?file=route.yaml&timeoutMillis=10000&sha256=" + digest.sha256());
  }

  private String page(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(controlPlane.adminPort(), path));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
