package diy.mesh.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.controlplane.stream.Counts;
import diy.mesh.controlplane.stream.Publisher;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a watch can show; what an object means is tested without one. */
class KubernetesSourceTest {

  private static final WatchedKind SERVICE = WatchedKind.BUILT_IN.get(0);
  private static final WatchedKind SLICE = WatchedKind.BUILT_IN.get(1);
  private static final WatchedKind ROUTE = WatchedKind.CUSTOM.getFirst();

  private static final Map<String, Object> ROUTE_TO_B = route("b");

  private static final Map<String, Object> HTTP_ROUTE_TO_A =
      Map.of(
          "spec",
          Map.of(
              "parentRefs",
              List.of(Map.of("group", "", "kind", "Service", "name", "a")),
              "rules",
              List.of(Map.of("backendRefs", List.of(Map.of("name", "a", "port", 80))))));

  private final BlockingQueue<SourceChange> changes = new LinkedBlockingQueue<>();
  private FakeCluster cluster = FakeCluster.start();
  private final KubernetesClient client = FakeCluster.client(cluster.port());

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void all_there_is_comes_as_one_change_before_start_returns() throws Exception {
    cluster.define(ROUTE);
    cluster.apply(SERVICE, "a", service());
    cluster.apply(SLICE, "a-1", slice());
    cluster.apply(SLICE, "a-2", slice());
    cluster.apply(ROUTE, "r", ROUTE_TO_B);

    try (var _ = started()) {
      assertThat(changes)
          .singleElement()
          .satisfies(
              change ->
                  assertThat(told(change)).containsExactlyInAnyOrder("+a", "+a-1", "+a-2", "+r"));
    }
  }

  @Test
  void what_is_made_changed_and_removed_is_told() throws Exception {
    try (var _ = started()) {
      changes.clear();

      cluster.apply(SERVICE, "a", service());
      assertThat(told(next())).containsExactly("+a");

      cluster.delete(SERVICE, "a");
      assertThat(told(next())).containsExactly("-a");
    }
  }

  @Test
  void a_kind_that_is_not_known_yet_is_watched_once_it_is_defined() throws Exception {
    try (var _ = started()) {
      changes.clear();

      cluster.define(ROUTE);
      cluster.apply(ROUTE, "r", ROUTE_TO_B);

      assertThat(told(next())).containsExactly("+r");
    }
  }

  @Test
  void a_kind_that_is_known_no_more_takes_its_resources_along() throws Exception {
    cluster.define(ROUTE);
    cluster.apply(ROUTE, "r", ROUTE_TO_B);
    try (var _ = started()) {
      changes.clear();

      cluster.undefine(ROUTE);

      assertThat(told(next())).containsExactly("-r");
    }
  }

  @Test
  void what_cannot_be_used_is_told_as_refused() throws Exception {
    cluster.define(ROUTE);
    try (var _ = started()) {
      changes.clear();

      cluster.apply(ROUTE, "r", Map.of("spec", Map.of("service", "a")));

      assertThat(told(next())).containsExactly("!r");
    }
  }

  @Test
  void another_status_is_seen_and_changes_nothing() throws Exception {
    var publisher = new Publisher(InstantSource.system());
    cluster.define(ROUTE);
    cluster.define(WatchedKind.HTTP_ROUTE);
    cluster.apply(SERVICE, "a", service());
    cluster.apply(ROUTE, "r", ROUTE_TO_B);
    cluster.apply(WatchedKind.HTTP_ROUTE, "h", HTTP_ROUTE_TO_A);
    try (var _ = started()) {
      publisher.take(next());
      MeshState state = publisher.state();
      Counts counts = publisher.counts();

      cluster.apply(SERVICE, "a", withStatus(service()));
      publisher.take(next());
      cluster.apply(ROUTE, "r", withStatus(ROUTE_TO_B));
      publisher.take(next());
      cluster.apply(WatchedKind.HTTP_ROUTE, "h", withStatus(HTTP_ROUTE_TO_A));
      publisher.take(next());

      assertThat(publisher.state()).isSameAs(state);
      assertThat(publisher.counts()).isEqualTo(counts);
    }
  }

  @Test
  void an_api_server_that_is_not_there_yet_is_waited_for() throws Exception {
    int port = cluster.port();
    cluster.close();
    var source = new KubernetesSource(client);
    var starting = CompletableFuture.runAsync(() -> start(source));

    cluster = FakeCluster.startAt(port);
    starting.get(20, TimeUnit.SECONDS);

    assertThat(changes).hasSize(1);
    source.close();
  }

  private KubernetesSource started() {
    var source = new KubernetesSource(client);
    start(source);
    return source;
  }

  private void start(KubernetesSource source) {
    try {
      source.start(changes::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SourceChange next() throws InterruptedException {
    return Objects.requireNonNull(changes.poll(20, TimeUnit.SECONDS), "no change in 20 s");
  }

  private static List<String> told(SourceChange change) {
    return change.events().stream()
        .map(
            event ->
                switch (event) {
                  case ResourceEvent.Applied(var resource) -> "+" + resource.metadata().name();
                  case ResourceEvent.Refused(var key, _, _) -> "!" + key.name();
                  case ResourceEvent.Removed(var key) -> "-" + key.name();
                })
        .toList();
  }

  private static Map<String, Object> service() {
    return Map.of("spec", Map.of("clusterIP", "10.96.0.7", "ports", List.of(Map.of("port", 80))));
  }

  private static Map<String, Object> withStatus(Map<String, Object> content) {
    var all = new HashMap<>(content);
    all.put("status", Map.of("conditions", List.of(Map.of("type", "Accepted"))));
    return all;
  }

  private static Map<String, Object> slice() {
    return Map.of(
        "addressType",
        "IPv4",
        "endpoints",
        List.of(Map.of("addresses", List.of("10.244.0.5"))),
        "ports",
        List.of(Map.of("port", 8080)));
  }

  private static Map<String, Object> route(String service) {
    return Map.of(
        "spec",
        Map.of("service", "a", "backends", List.of(Map.of("service", service, "weight", 1))));
  }
}
