package diy.mesh.controlplane.status;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.httpRoute;
import static diy.mesh.controlplane.Meshes.name;
import static diy.mesh.controlplane.Meshes.removal;
import static diy.mesh.controlplane.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a route of the Gateway API hears, parent by parent. */
class GatewayStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Map<String, Object> EDGE = Map.of("kind", "Gateway", "name", "edge");
  private static final Map<String, Object> OF_ANOTHER =
      Map.of("parentRef", EDGE, "controllerName", "example.com/edge", "conditions", List.of());

  private final Publisher publisher = new Publisher(() -> NOW);
  private final FakeRoute stored = new FakeRoute();
  private final StatusWriter writer = writer();

  @Test
  void each_parent_hears_how_the_route_fares_with_it() {
    stored.parentRefs = List.of(toService("a"), toService("b"), toService("gone"), toPort("a", 81));
    publisher.take(
        change(
            service("a", "10.0.0.2"),
            service("b", "10.0.0.3"),
            route(1, "a", "b", "gone", "a:81")));

    writer.writeAll();

    assertThat(stored.accepted())
        .containsExactly(
            "a True Accepted: in force",
            "b True Accepted: in force",
            "gone False NoMatchingParent: service demo/gone: no such Service; create it, or"
                + " correct the route",
            "a False NoMatchingParent: service demo/a: has no TCP port 81; correct the route");
    assertThat(stored.conditions("ResolvedRefs"))
        .allSatisfy(condition -> assertThat(condition.get("status")).isEqualTo("True"))
        .hasSize(4);
  }

  @Test
  void a_backend_that_is_not_there_is_said_of_each_parent_even_of_one_that_is_missing() {
    stored.parentRefs = List.of(toService("b"), toService("gone"));
    publisher.take(change(service("b", "10.0.0.3"), routeTo("nobody", "b", "gone")));

    writer.writeAll();

    assertThat(stored.conditions("ResolvedRefs"))
        .extracting(condition -> condition.get("reason"))
        .containsExactly("BackendNotFound", "BackendNotFound");
  }

  @Test
  void of_two_parents_it_can_lose_one_to_an_older_route() {
    stored.parentRefs = List.of(toService("a"), toService("b"));
    publisher.take(
        change(
            service("a", "10.0.0.2"),
            service("b", "10.0.0.3"),
            httpRoute("a", RequestMatch.ANY, backend("b", 1)),
            route(1, "a", "b")));

    writer.writeAll();

    assertThat(stored.accepted())
        .containsExactly(
            "a False Conflicted: conflicts with HTTPRoute demo/a (generation 1), which is older;"
                + " remove one of them",
            "b True Accepted: in force");
  }

  @Test
  void what_others_say_stays_as_it_is_and_nothing_is_written_twice() {
    stored.parentRefs = List.of(EDGE, toService("b"));
    stored.parents = List.of(OF_ANOTHER);
    publisher.take(change(service("b", "10.0.0.3"), route(1, "b")));

    writer.writeAll();
    writer().writeAll(); // a successor, who has to read first

    assertThat(stored.writes).isEqualTo(1);
    assertThat(stored.parents).hasSize(2).first().isEqualTo(OF_ANOTHER);
    assertThat(stored.parents.getLast())
        .containsEntry("parentRef", toService("b"))
        .containsEntry("controllerName", "mesh.diy/control-plane");
  }

  @Test
  void it_says_of_which_generation_that_is_true() {
    stored.parentRefs = List.of(toService("b"));
    stored.generation = 7;
    publisher.take(change(service("b", "10.0.0.3"), route(7, "b")));

    writer.writeAll();

    assertThat(stored.conditions("Accepted"))
        .extracting(condition -> condition.get("observedGeneration"))
        .containsExactly(7L);
  }

  @Test
  void a_route_that_is_for_no_service_any_more_says_nothing_of_ours() {
    stored.parentRefs = List.of(EDGE, toService("b"));
    stored.parents = List.of(OF_ANOTHER);
    publisher.take(change(service("b", "10.0.0.3"), route(1, "b")));
    writer.writeAll();
    assertThat(stored.parents).hasSize(2);

    stored.parentRefs = List.of(EDGE);
    publisher.take(removal(route(1, "b").key()));
    writer.writeAll();

    assertThat(stored.parents).containsExactly(OF_ANOTHER);
  }

  @Test
  void a_new_leader_takes_back_what_was_true_before_it_led() {
    stored.parentRefs = List.of(EDGE, toService("b"));
    stored.parents = List.of(OF_ANOTHER);
    publisher.take(change(service("b", "10.0.0.3"), route(1, "b")));
    writer.writeAll();
    publisher.take(removal(route(1, "b").key())); // while nobody leads

    writer().writeAll();

    assertThat(stored.parents).containsExactly(OF_ANOTHER);
  }

  private StatusWriter writer() {
    return new StatusWriter(publisher, stored, () -> true, () -> NOW, Duration.ofDays(1));
  }

  private static Map<String, Object> toService(String name) {
    return Map.of("group", "", "kind", "Service", "name", name);
  }

  private static Map<String, Object> toPort(String name, long port) {
    return Map.of("group", "", "kind", "Service", "name", name, "port", port);
  }

  private static HttpRoute route(long generation, String... parents) {
    return routeTo("b", generation, parents);
  }

  private static HttpRoute routeTo(String backend, String... parents) {
    return routeTo(backend, 1, parents);
  }

  /** A route named r; parents such as a or a:81. */
  private static HttpRoute routeTo(String backend, long generation, String... parents) {
    var sample = httpRoute("r", RequestMatch.ANY, backend(backend, 1));
    return new HttpRoute(
        new Origin.InCluster(HttpRoute.KIND, "demo/r", generation),
        sample.metadata(),
        Arrays.stream(parents).map(GatewayStatusTest::parent).toList(),
        sample.rules());
  }

  private static Route.Parent parent(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Route.Parent(name(text), OptionalInt.empty())
        : new Route.Parent(
            name(text.substring(0, colon)),
            OptionalInt.of(Integer.parseInt(text.substring(colon + 1))));
  }

  /** The one route r, as an API server has it; of all others it has never heard. */
  private static final class FakeRoute implements StatusWriter.Store {

    private List<Object> parentRefs = List.of();
    private List<Map<String, Object>> parents = List.of();
    private long generation = 1;
    private int writes;

    @Override
    public Optional<Stored> read(ResourceKey key) {
      return key.name().equals("r")
          ? Optional.of(
              new Stored(
                  "7",
                  generation,
                  Map.of("parentRefs", parentRefs),
                  Map.of("parents", new ArrayList<>(parents))))
          : Optional.empty();
    }

    @Override
    public Set<ResourceKey> withEntriesOf(String controller) {
      return parents.stream().anyMatch(each -> controller.equals(each.get("controllerName")))
          ? Set.of(route(1, "b").key())
          : Set.of();
    }

    @Override
    public void write(ResourceKey key, String version, Map<String, Object> status) {
      var next = new ArrayList<Map<String, Object>>();
      for (Object each : (List<?>) Objects.requireNonNull(status.get("parents"))) {
        next.add(fields(each));
      }
      parents = next;
      writes++;
    }

    /** The conditions of a type in our entries, in their order. */
    List<Map<String, Object>> conditions(String type) {
      var found = new ArrayList<Map<String, Object>>();
      for (Map<String, Object> parent : parents) {
        for (Object each : (List<?>) Objects.requireNonNull(parent.get("conditions"))) {
          if (type.equals(fields(each).get("type"))) {
            found.add(fields(each));
          }
        }
      }
      return found;
    }

    private static Map<String, Object> fields(Object map) {
      var fields = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) map).forEach((name, value) -> fields.put(String.valueOf(name), value));
      return fields;
    }

    /** Parent, status, reason and message of each entry. */
    List<String> accepted() {
      var lines = new ArrayList<String>();
      for (int i = 0; i < parents.size(); i++) {
        var reference = (Map<?, ?>) Objects.requireNonNull(parents.get(i).get("parentRef"));
        var condition = conditions("Accepted").get(i);
        lines.add(
            "%s %s %s: %s"
                .formatted(
                    reference.get("name"),
                    condition.get("status"),
                    condition.get("reason"),
                    condition.get("message")));
      }
      return lines;
    }
  }
}
