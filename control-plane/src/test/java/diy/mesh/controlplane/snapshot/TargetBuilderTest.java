package diy.mesh.controlplane.snapshot;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.httpRoute;
import static diy.mesh.controlplane.Meshes.name;
import static diy.mesh.controlplane.Meshes.origin;
import static diy.mesh.controlplane.Meshes.port;
import static diy.mesh.controlplane.Meshes.ready;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.slice;
import static diy.mesh.controlplane.Meshes.state;
import static diy.mesh.controlplane.Meshes.terminating;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.target.Target;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SlicePort;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Resource;
import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.Service;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TargetBuilderTest {

  private static final Address APP_B = Address.of("10.0.0.2", 80);

  @Test
  void a_service_without_a_route_is_its_own_only_backend() {
    var target = build(APP_B, service("app-b", "10.0.0.2"), slice("app-b", "10.1.0.1"));

    assertThat(target)
        .isEqualTo(
            new Target.OfService(
                name("app-b"),
                80,
                List.of(
                    new Rule(
                        origin("Service", "app-b"),
                        new WeightedBackends(
                            List.of(Backend.of(name("app-b"), 1, endpoints("10.1.0.1"))))))));
  }

  @Test
  void a_route_shares_the_traffic_of_its_service() {
    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            service("app-b2", "10.0.0.3"),
            slice("app-b", "10.1.0.1"),
            slice("app-b2", "10.1.0.2"),
            route("app-b", backend("app-b", 90), backend("app-b2", 10)));

    assertThat(rule(target).origin()).isEqualTo(origin("CanaryRoute", "app-b"));
    assertThat(rule(target).backends().backends())
        .containsExactly(
            Backend.of(name("app-b"), 90, endpoints("10.1.0.1")),
            Backend.of(name("app-b2"), 10, endpoints("10.1.0.2")));
  }

  @Test
  void an_unknown_backend_is_unresolved_and_the_others_are_not() {
    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            route("app-b", backend("app-b", 90), backend("app-b3", 10)));

    assertThat(rule(target).backends().backends())
        .extracting(Backend::state)
        .containsExactly(
            new Backend.Resolved(List.of()),
            new Backend.Unresolved("no such Service; create it, or correct the route's backends"));
  }

  @Test
  void what_is_no_address_of_a_service_is_not_ours_for_the_widest_block() {
    assertThat(build(Address.of("93.184.216.34", 443), service("app-b", "10.0.0.2")))
        .isEqualTo(new Target.NotOurs(Cidr.parse("64.0.0.0/2")));
  }

  @Test
  void a_port_the_service_does_not_have_is_not_ours_for_that_address_alone() {
    assertThat(build(Address.of("10.0.0.2", 81), service("app-b", "10.0.0.2")))
        .isEqualTo(new Target.NotOurs(Cidr.parse("10.0.0.2/32")));
  }

  @Test
  void the_backends_port_is_found_by_number_else_by_name_else_it_is_the_only_one() {
    var called = service("app-b", List.of("10.0.0.2"), port("web", 80));

    assertThat(reached(called, service("c", List.of(), port("x", 81), port("y", 80))))
        .isEqualTo("10.1.0.1:80");
    assertThat(reached(called, service("c", List.of(), port("x", 81), port("web", 82))))
        .isEqualTo("10.1.0.1:82");
    assertThat(reached(called, service("c", List.of(), port("x", 81)))).isEqualTo("10.1.0.1:81");
    assertThat(reached(called, service("c", List.of(), port("x", 81), port("y", 82))))
        .isEqualTo(
            "port: 80 (web) (expected: one of 81 (x), 82 (y)); say which with the backend's field"
                + " port");
  }

  @Test
  void a_port_that_the_route_names_must_exist() {
    var backend = new RouteBackend(name("c"), 1, OptionalInt.of(99));
    var target =
        build(
            APP_B, service("app-b", "10.0.0.2"), service("c", "10.0.0.3"), route("app-b", backend));

    assertThat(rule(target).backends().backends().getFirst().state())
        .isEqualTo(
            new Backend.Unresolved(
                "port: 99 (expected: one of 80 (http)); say which with the backend's field port"));
  }

  @Test
  void slices_are_merged_each_endpoint_once_in_a_steady_order() {
    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            slice("x", "app-b", List.of(ready("10.1.0.9"), ready("10.1.0.10"))),
            slice("y", "app-b", List.of(ready("10.1.0.2"), ready("10.1.0.9"))));

    assertThat(only(target)).isEqualTo(endpoints("10.1.0.2", "10.1.0.9", "10.1.0.10"));
  }

  @Test
  void only_ready_endpoints_take_traffic_and_else_those_that_still_serve() {
    var service = service("app-b", "10.0.0.2");
    var draining = List.of(terminating("10.1.0.1", true), terminating("10.1.0.2", false));
    var oneReady = slice("y", "app-b", List.of(ready("10.1.0.3")));

    assertThat(only(build(APP_B, service, slice("x", "app-b", draining), oneReady)))
        .isEqualTo(endpoints("10.1.0.3"));
    assertThat(only(build(APP_B, service, slice("x", "app-b", draining))))
        .isEqualTo(endpoints("10.1.0.1"));
  }

  @Test
  void callers_of_an_address_get_endpoints_of_its_family_where_there_are_any() {
    var service = service("app-b", "10.0.0.2", "fd00::2");
    var both = slice("x", "app-b", List.of(ready("10.1.0.1"), ready("fd00::1:1")));
    var v4 = slice("x", "app-b", List.of(ready("10.1.0.1")));
    var v6Caller = Address.of("fd00::2", 80);

    assertThat(only(build(APP_B, service, both))).isEqualTo(endpoints("10.1.0.1"));
    assertThat(only(build(v6Caller, service, both))).isEqualTo(endpoints("fd00::1:1"));
    assertThat(only(build(v6Caller, service, v4))).isEqualTo(endpoints("10.1.0.1"));
  }

  @Test
  void the_same_content_has_the_same_version_whatever_it_was_made_from() {
    var one = state(service("app-b", "10.0.0.2"), slice("app-b", "10.1.0.1", "10.1.0.2"));
    var other =
        state(
            slice("z", "app-b", List.of(ready("10.1.0.2"))),
            slice("a", "app-b", List.of(ready("10.1.0.1"))),
            service("app-b", "10.0.0.2"));

    var version = VersionedTarget.of(TargetBuilder.build(one, APP_B)).version();

    assertThat(version).matches("[0-9a-f]{16}");
    assertThat(VersionedTarget.of(TargetBuilder.build(other, APP_B)).version()).isEqualTo(version);
    assertThat(VersionedTarget.of(build(APP_B)).version()).isNotEqualTo(version);
  }

  @Test
  void a_target_depends_on_its_service_and_on_all_backends_found_or_not() {
    MeshState state =
        state(service("app-b", "10.0.0.2"), route("app-b", backend("c", 1), backend("d", 0)));
    var target = TargetBuilder.build(state, APP_B);

    assertThat(TargetBuilder.dependencies(state, APP_B, target))
        .containsExactlyInAnyOrder(name("app-b"), name("c"), name("d"));
  }

  /** The number of the port of {@code backend} that callers reach, or why they reach none. */
  private static String reached(Service called, Service backend) {
    var slice = slice("c", "10.1.0.1");
    var asServicePorts =
        new EndpointSlice(
            slice.origin(),
            slice.metadata(),
            slice.service(),
            slice.endpoints(),
            backend.ports().stream()
                .map(p -> new SlicePort(p.name(), OptionalInt.of(p.number()), p.protocol()))
                .toList());
    var target = build(APP_B, called, backend, asServicePorts, route("app-b", backend("c", 1)));
    return switch (rule(target).backends().backends().getFirst().state()) {
      case Backend.Resolved(var endpoints) -> endpoints.getFirst().address().toString();
      case Backend.Unresolved(var reason) -> reason;
    };
  }

  @Test
  void what_a_route_for_testers_leaves_goes_to_the_service_itself() {
    var header = new RequestMatch(PathMatch.any(), List.of(new HeaderMatch("x-tester", "yes")));
    var all = route("app-b", backend("app-b2", 1));
    var testers =
        new CanaryRoute(all.origin(), all.metadata(), all.service(), header, all.backends());

    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            service("app-b2", "10.0.0.3"),
            slice("app-b", "10.1.0.1"),
            slice("app-b2", "10.1.0.2"),
            testers);

    assertThat(((Target.OfService) target).rules())
        .extracting(
            Rule::conditions, rule -> rule.backends().backends().getFirst().service().name())
        .containsExactly(tuple("x-tester: yes", "app-b2"), tuple("every request", "app-b"));
  }

  @Test
  void what_no_rule_of_a_gateway_api_route_takes_is_left_to_nobody() {
    var beta = new RequestMatch(new PathMatch.Prefix("/beta"), List.of());

    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            slice("app-b", "10.1.0.1"),
            httpRoute("app-b", beta, backend("app-b", 1)));

    assertThat(((Target.OfService) target).rules())
        .extracting(Rule::conditions)
        .containsExactly("path below /beta");
  }

  @Test
  void pods_that_give_one_name_to_different_ports_are_each_reached_at_its_own() {
    var one = slice("x", "app-b", List.of(ready("10.1.0.1")));
    var other = slice("y", "app-b", List.of(ready("10.1.0.2")));
    var elsewhere = List.of(new SlicePort("http", OptionalInt.of(9090), Protocol.TCP));

    var target =
        build(
            APP_B,
            service("app-b", "10.0.0.2"),
            one,
            new EndpointSlice(
                other.origin(), other.metadata(), other.service(), other.endpoints(), elsewhere));

    assertThat(only(target))
        .extracting(Endpoint::address)
        .containsExactly(Address.of("10.1.0.1", 8080), Address.of("10.1.0.2", 9090));
  }

  private static Target build(Address address, Resource... resources) {
    return TargetBuilder.build(state(resources), address);
  }

  private static Rule rule(Target target) {
    return ((Target.OfService) target).rules().getFirst();
  }

  private static List<Endpoint> only(Target target) {
    var state = rule(target).backends().backends().getFirst().state();
    return ((Backend.Resolved) state).endpoints();
  }

  private static List<Endpoint> endpoints(String... ips) {
    return List.of(ips).stream().map(ip -> new Endpoint(Address.of(ip, 8080), "")).toList();
  }
}
