package diy.mesh.controlplane.state;

import static diy.mesh.controlplane.Meshes.applied;
import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.httpRoute;
import static diy.mesh.controlplane.Meshes.name;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.slice;
import static diy.mesh.controlplane.Meshes.state;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.Cidr;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Metadata;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.yaml.Tree;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeshStateTest {

  @Test
  void a_service_is_found_by_its_address() {
    var state = state(service("a", "10.0.0.1"));

    assertThat(state.serviceAt(ip("10.0.0.1"))).contains(service("a", "10.0.0.1"));
    assertThat(state.serviceAt(ip("10.0.0.2"))).isEmpty();
  }

  @Test
  void a_change_affects_the_services_it_is_about() {
    var before = state(service("a", "10.0.0.1"), service("b", "10.0.0.2"), slice("b", "10.1.0.1"));

    assertThat(before.fold(applied(slice("b", "10.1.0.2"))).affected()).containsExactly(name("b"));
    assertThat(before.fold(applied(route("r", "a", backend("b", 1)))).affected())
        .containsExactly(name("a"));
    assertThat(before.fold(applied(service("b", "10.0.0.2"))).affected()).isEmpty();
  }

  @Test
  void what_says_nothing_new_gives_the_same_state() {
    var refused = new ResourceEvent.Refused(key("x"), 1, List.of(new Problem("", 0, "why")));
    var before =
        state(service("a", "10.0.0.1"), route("r", "a", backend("a", 1)))
            .fold(List.of(refused))
            .state();

    assertThat(before.fold(applied(route("r", "a", backend("a", 1)))).state()).isSameAs(before);
    assertThat(before.fold(List.of(refused)).state()).isSameAs(before);
    assertThat(before.fold(List.of(new ResourceEvent.Removed(key("never")))).state())
        .isSameAs(before);
    assertThat(before.fold(List.of(new ResourceEvent.Removed(key("x")))).state().refused())
        .isEmpty();
    assertThat(before.fold(applied(route("r", "a", backend("a", 2)))).state()).isNotSameAs(before);
  }

  @Test
  void a_route_that_moves_to_another_service_affects_both() {
    var before = state(route("r", "a", backend("a", 1)));

    assertThat(before.fold(applied(route("r", "b", backend("a", 1)))).affected())
        .containsExactlyInAnyOrder(name("a"), name("b"));
  }

  @Test
  void a_route_that_is_for_a_gateway_from_now_on_is_forgotten() {
    var route = httpRoute("a", RequestMatch.ANY, backend("a", 1));
    var nothing = new Tree.Mapping(new LinkedHashMap<>(), 1);
    var elsewhere =
        new OtherResource(route.origin(), route.metadata(), HttpRoute.API_VERSION, nothing);

    var folded = state(route).fold(applied(elsewhere));

    assertThat(folded.state().routes()).isEmpty();
    assertThat(folded.affected()).containsExactly(name("a"));
  }

  @Test
  void addresses_are_new_only_where_nobody_had_them() {
    var before = state(service("a", "10.0.0.1"));

    var folded =
        before.fold(applied(service("b", "10.0.0.1"), service("a", "10.0.0.2", "10.0.0.3")));

    assertThat(folded.newAddresses()).containsExactlyInAnyOrder(ip("10.0.0.2"), ip("10.0.0.3"));
  }

  @Test
  void who_loses_an_address_to_another_service_is_affected() {
    var before = state(service("b", "10.0.0.1"));

    var folded = before.fold(applied(service("a", "10.0.0.1")));

    assertThat(folded.affected()).containsExactlyInAnyOrder(name("a"), name("b"));
    assertThat(folded.state().serviceAt(ip("10.0.0.1"))).contains(service("a", "10.0.0.1"));
  }

  @Test
  void the_oldest_route_counts_and_without_times_the_first_file() {
    var young = at(route("a", "s", backend("s", 1)), "2026-02-01T00:00:00Z");
    var old = at(route("b", "s", backend("s", 1)), "2026-01-01T00:00:00Z");
    var timeless = route("c", "s", backend("s", 1));
    var later = route("d", "s", backend("s", 1));

    assertThat(state(later, timeless, young, old).routes())
        .containsExactly(old, young, timeless, later);
  }

  @Test
  void what_is_refused_leaves_what_was_good_before_and_is_named_until_it_is_mended() {
    var good = route("a", "s", backend("s", 1));
    var refused =
        new ResourceEvent.Refused(good.key(), 2, List.of(new Problem("", 0, "weight: -1")));
    var before = state(good);

    var after = before.fold(List.of(refused));
    var mended = after.state().fold(applied(good)).state();
    var removed = after.state().fold(List.of(new ResourceEvent.Removed(good.key()))).state();

    assertThat(after.affected()).isEmpty();
    assertThat(after.state().routesOf(name("s"))).containsExactly(good);
    assertThat(after.state().refused()).containsExactly(refused);
    assertThat(mended.refused()).isEmpty();
    assertThat(removed.refused()).isEmpty();
    assertThat(removed.routes()).isEmpty();
  }

  @Test
  void neither_order_nor_grouping_of_events_matters() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = new Random(seed);
      List<ResourceEvent> events = IntStream.range(0, 30).mapToObj(_ -> anyEvent(dice)).toList();
      Map<ResourceKey, Resource> left = new HashMap<>();
      events.forEach(
          event -> {
            switch (event) {
              case ResourceEvent.Applied(var resource) -> left.put(resource.key(), resource);
              case ResourceEvent.Removed(var key) -> left.remove(key);
              case ResourceEvent.Refused refused -> throw new AssertionError(refused);
            }
          });
      var shuffled = new ArrayList<>(left.values());
      Collections.shuffle(shuffled, dice);

      var oneByOne = MeshState.EMPTY;
      for (var event : events) {
        oneByOne = oneByOne.fold(List.of(event)).state();
      }
      var atOnce = MeshState.EMPTY.fold(events).state();
      var whatIsLeft = state(shuffled.toArray(Resource[]::new));

      assertThat(describe(oneByOne)).as("seed %d", seed).isEqualTo(describe(whatIsLeft));
      assertThat(describe(atOnce)).as("seed %d", seed).isEqualTo(describe(whatIsLeft));
    }
  }

  @Test
  void a_state_that_was_folded_into_another_stays_as_it_was() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = new Random(seed);
      var before =
          MeshState.EMPTY
              .fold(IntStream.range(0, 20).mapToObj(_ -> anyEvent(dice)).toList())
              .state();
      String described = describe(before);

      before.fold(IntStream.range(0, 20).mapToObj(_ -> anyEvent(dice)).toList());

      assertThat(describe(before)).as("seed %d", seed).isEqualTo(described);
    }
  }

  @Test
  void the_block_without_services_is_the_widest_one() {
    for (long seed = 0; seed < 1_000; seed++) {
      var dice = new Random(seed);
      var ips = IntStream.range(0, dice.nextInt(8)).mapToObj(_ -> anyIp(dice)).toList();
      var address = anyIp(dice);

      var block = state(service("a", ips.toArray(String[]::new))).blockWithoutServices(ip(address));

      assertThat(block)
          .as("seed %d", seed)
          .isEqualTo(Cidr.widestWithout(ip(address), ips.stream().map(MeshStateTest::ip).toList()));
    }
  }

  private static ResourceEvent anyEvent(Random dice) {
    String name = "" + "abc".charAt(dice.nextInt(3));
    String other = "" + "abc".charAt(dice.nextInt(3));
    Resource resource =
        switch (dice.nextInt(3)) {
          case 0 -> service(name, "10.0.0." + dice.nextInt(4));
          case 1 -> slice(name + other, name, List.of());
          default -> route(name, other, backend(name, dice.nextInt(3)));
        };
    return dice.nextInt(3) == 0
        ? new ResourceEvent.Removed(resource.key())
        : new ResourceEvent.Applied(resource);
  }

  /** Everything that can be asked of a state of these services and addresses. */
  private static String describe(MeshState state) {
    var answers = new ArrayList<Object>(state.routes().toList());
    for (String name : List.of("a", "b", "c")) {
      answers.add(state.service(name(name)));
      answers.add(List.copyOf(state.slices(name(name))));
      answers.add(List.copyOf(state.routesOf(name(name))));
    }
    for (int i = 0; i < 4; i++) {
      answers.add(state.serviceAt(ip("10.0.0." + i)));
      answers.add(state.blockWithoutServices(ip("10.0.0." + i)));
    }
    return answers.toString();
  }

  private static CanaryRoute at(CanaryRoute route, String time) {
    var metadata = route.metadata();
    return new CanaryRoute(
        route.origin(),
        new Metadata(
            metadata.namespace(),
            metadata.name(),
            metadata.labels(),
            metadata.annotations(),
            Optional.of(Instant.parse(time))),
        route.service(),
        route.match(),
        route.backends());
  }

  private static String anyIp(Random dice) {
    return dice.nextInt(4) == 0
        ? "fd00::" + Integer.toHexString(dice.nextInt(0x10000))
        : "%d.%d.0.%d".formatted(dice.nextInt(256), dice.nextInt(2), dice.nextInt(256));
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(CanaryRoute.GROUP, CanaryRoute.KIND, "demo", name);
  }
}
