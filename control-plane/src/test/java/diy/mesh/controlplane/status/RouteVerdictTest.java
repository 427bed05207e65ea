package diy.mesh.controlplane.status;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.state;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteVerdictTest {

  private static final Resource APP_B = service("app-b", "10.0.0.2");

  @Test
  void a_route_of_which_everything_is_there_is_accepted_and_resolved() {
    var verdict = verdicts(APP_B, route("app-b", backend("app-b", 1))).getFirst();

    assertThat(verdict.accepted()).isEqualTo(new Verdict(true, "Accepted", ""));
    assertThat(verdict.resolved()).isEqualTo(new Verdict(true, "ResolvedRefs", ""));
    assertThat(verdict.message()).isEmpty();
  }

  @Test
  void an_unknown_backend_leaves_a_route_accepted_and_unresolved() {
    var verdict = verdicts(APP_B, route("app-b", backend("app-b3", 1))).getFirst();

    assertThat(verdict.accepted().holds()).isTrue();
    assertThat(verdict.resolved().holds()).isFalse();
    assertThat(verdict.resolved().reason()).isEqualTo("BackendNotFound");
    assertThat(verdict.message())
        .isEqualTo(
            "backend demo/app-b3: no such Service; create it, or correct the route's backends");
  }

  @Test
  void an_unknown_service_leaves_a_route_unresolved() {
    var verdict = verdicts(route("app-b", backend("app-b", 1))).getFirst();

    assertThat(verdict.resolved().holds()).isFalse();
    assertThat(verdict.resolved().reason()).isEqualTo("ServiceNotFound");
    assertThat(verdict.message())
        .isEqualTo("service demo/app-b: no such Service; create it, or correct the route");
  }

  @Test
  void a_second_route_for_a_service_is_not_accepted() {
    var verdicts =
        verdicts(
            APP_B,
            route("b", "app-b", backend("app-b", 1)),
            route("a", "app-b", backend("app-b", 1)));

    assertThat(verdicts)
        .extracting(verdict -> verdict.accepted().reason())
        .containsExactly("Accepted", "Conflicted");
    assertThat(verdicts.get(1).message())
        .isEqualTo(
            "conflicts with CanaryRoute demo/a (a.yaml:1), which is older; remove one of them");
  }

  @Test
  void weights_that_are_all_zero_are_remarked_on() {
    var verdict = verdicts(APP_B, route("app-b", backend("app-b", 0))).getFirst();

    assertThat(verdict.accepted().holds()).isTrue();
    assertThat(verdict.message())
        .isEqualTo("all weights are 0: every request is refused; give one backend a weight");
  }

  @Test
  void a_route_for_testers_lives_beside_the_one_for_all() {
    var verdicts =
        verdicts(
            APP_B,
            route("all", "app-b", backend("app-b", 1)),
            testers(route("testers", "app-b", backend("app-b", 1))));

    assertThat(verdicts).extracting(verdict -> verdict.accepted().holds()).containsOnly(true);
    assertThat(verdicts).extracting(RouteVerdict::message).containsOnly("");
  }

  @Test
  void what_is_refused_is_not_accepted_and_says_what_serves_meanwhile() {
    var good = route("a", "app-b", backend("app-b", 1));
    var never = route("b", "app-b", backend("app-b", 1));
    var problems = List.of(new Problem("", 0, "spec.weight: missing"));
    var state =
        state(APP_B, good)
            .fold(
                List.of(
                    new ResourceEvent.Refused(good.key(), 2, problems),
                    new ResourceEvent.Refused(never.key(), 1, problems)))
            .state();

    var verdicts = RouteVerdict.of(state);

    assertThat(verdicts).extracting(verdict -> verdict.accepted().reason()).containsOnly("Invalid");
    assertThat(verdicts)
        .extracting(RouteVerdict::message)
        .containsExactly(
            "spec.weight: missing; meanwhile what it said before is in force: CanaryRoute demo/a"
                + " (a.yaml:1)",
            "spec.weight: missing");
    assertThat(verdicts.getFirst().origin().toString()).contains("generation 2");
  }

  private static CanaryRoute testers(CanaryRoute route) {
    var header = new HeaderMatch("x-tester", "yes");
    return new CanaryRoute(
        route.origin(),
        route.metadata(),
        route.service(),
        new RequestMatch(PathMatch.any(), List.of(header)),
        route.backends());
  }

  private static List<RouteVerdict> verdicts(Resource... resources) {
    return RouteVerdict.of(state(resources));
  }
}
