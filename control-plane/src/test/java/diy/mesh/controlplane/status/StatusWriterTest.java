package diy.mesh.controlplane.status;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.removal;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.model.route.Origin;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.RouteBackend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private boolean leads = true;
  private final Publisher publisher = new Publisher(() -> now);
  private final FakeStatuses statuses = new FakeStatuses();
  private final StatusWriter writer =
      new StatusWriter(publisher, statuses, () -> leads, () -> now, FOR_EVER);

  @Test
  void a_route_is_told_how_it_fares() {
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 90))));

    assertThat(writer.writeAll()).isTrue();

    var status = statuses.statusOf("app-b");
    assertThat(status).containsEntry("weights", "app-b 90");
    assertThat(condition(status, "Accepted"))
        .containsEntry("status", "True")
        .containsEntry("observedGeneration", 1L)
        .containsEntry("lastTransitionTime", "2026-11-01T12:00:00Z");
    assertThat(condition(status, "ResolvedRefs")).containsEntry("status", "True");
    assertThat(condition(status, "Programmed"))
        .containsEntry("status", "True")
        .containsEntry("reason", "NoProxies");
  }

  @Test
  void what_is_written_already_is_not_written_again_even_by_a_successor() {
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));
    writer.writeAll();
    writer.writeAll();
    var successor = new StatusWriter(publisher, statuses, () -> true, () -> now, FOR_EVER);
    now = now.plusSeconds(60);

    successor.writeAll();

    assertThat(statuses.writes).hasSize(1);
  }

  @Test
  void a_condition_keeps_its_time_until_its_status_becomes_another() {
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));
    writer.writeAll();
    now = now.plusSeconds(60);

    statuses.generation = 2;
    publisher.take(change(inCluster(2, backend("nobody", 1))));
    writer.writeAll();

    var status = statuses.statusOf("app-b");
    assertThat(condition(status, "Accepted"))
        .containsEntry("observedGeneration", 2L)
        .containsEntry("lastTransitionTime", "2026-11-01T12:00:00Z");
    assertThat(condition(status, "ResolvedRefs"))
        .containsEntry("status", "False")
        .containsEntry("lastTransitionTime", "2026-11-01T12:01:00Z");
  }

  @Test
  void what_could_not_be_written_is_tried_again() {
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));
    statuses.failing = true;
    assertThat(writer.writeAll()).isFalse();
    statuses.failing = false;

    assertThat(writer.writeAll()).isTrue();

    assertThat(statuses.writes).hasSize(1);
  }

  @Test
  void a_route_that_is_gone_by_now_is_left_alone() {
    var route = inCluster(1, backend("app-b", 1));
    publisher.take(change(route));
    statuses.gone = true;

    assertThat(writer.writeAll()).isTrue();
    publisher.take(removal(route.key()));

    assertThat(writer.writeAll()).isTrue();
    assertThat(statuses.writes).isEmpty();
  }

  @Test
  void however_much_happens_nothing_is_written_before_the_pause_is_over() throws Exception {
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));
    writer.start();
    assertThat(statuses.writes.poll(20, TimeUnit.SECONDS)).isNotNull();

    for (int weight = 2; weight < 100; weight++) {
      publisher.take(change(inCluster(weight, backend("app-b", weight))));
    }
    writer.close();

    assertThat(statuses.writes).isEmpty();
  }

  @Test
  void one_who_does_not_lead_writes_nothing() {
    leads = false;
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));

    writer.start();
    assertThat(statuses.writes).isEmpty();
    writer.close();

    assertThat(statuses.writes).isEmpty();
  }

  @Test
  void what_is_about_something_older_is_not_written() {
    statuses.generation = 2;
    publisher.take(change(service("app-b", "10.0.0.2"), inCluster(1, backend("app-b", 1))));
    assertThat(writer.writeAll()).isTrue();
    assertThat(statuses.writes).isEmpty();

    publisher.take(change(inCluster(2, backend("app-b", 1))));
    writer.writeAll();

    assertThat(statuses.writes).hasSize(1);
  }

  private static CanaryRoute inCluster(long generation, RouteBackend... backends) {
    var route = route("app-b", backends);
    return new CanaryRoute(
        new Origin.InCluster("CanaryRoute", "demo/app-b", generation),
        route.metadata(),
        route.service(),
        route.match(),
        route.backends());
  }

  private static Map<Object, Object> condition(Map<String, Object> status, String type) {
    for (Object each : (List<?>) Objects.requireNonNull(status.get("conditions"))) {
      var condition = new HashMap<Object, Object>((Map<?, ?>) each);
      if (type.equals(condition.get("type"))) {
        return condition;
      }
    }
    throw new AssertionError("no condition " + type);
  }

  private static final class FakeStatuses implements StatusWriter.Store {

    private final Map<String, Map<String, Object>> byName = new HashMap<>();
    private final LinkedBlockingQueue<String> writes = new LinkedBlockingQueue<>();
    private boolean failing;
    private boolean gone;
    private long generation = 1;

    Map<String, Object> statusOf(String name) {
      return byName.getOrDefault(name, Map.of());
    }

    @Override
    public Optional<Stored> read(ResourceKey key) {
      return gone
          ? Optional.empty()
          : Optional.of(new Stored("7", generation, Map.of(), statusOf(key.name())));
    }

    @Override
    public Set<ResourceKey> withEntriesOf(String controller) {
      return Set.of();
    }

    @Override
    public void write(ResourceKey key, String version, Map<String, Object> status)
        throws IOException {
      if (failing) {
        throw new IOException("the API server is away");
      }
      byName.put(key.name(), status);
      writes.add(key.name());
    }
  }
}
