package diy.mesh.controlplane.status;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.state;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.resources.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteVerdictTest {

  private static final Resource APP_B = service("app-b", "10.0.0.2");

  @Test
  void a_route_of_which_everything_is_there_is_accepted_and_resolved() {
    assertThat(verdicts(APP_B, route("app-b", backend("app-b", 1))))
        .containsExactly(new RouteVerdict(route("app-b", backend("app-b", 1)), true, true, ""));
  }

  @Test
  void an_unknown_backend_leaves_a_route_accepted_and_unresolved() {
    var verdict = verdicts(APP_B, route("app-b", backend("app-b3", 1))).getFirst();

    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.resolved()).isFalse();
    assertThat(verdict.message())
        .isEqualTo(
            "backend demo/app-b3: no such Service; create it, or correct the route's backends");
  }

  @Test
  void an_unknown_service_leaves_a_route_unresolved() {
    var verdict = verdicts(route("app-b", backend("app-b", 1))).getFirst();

    assertThat(verdict.resolved()).isFalse();
    assertThat(verdict.message())
        .isEqualTo("service demo/app-b: no such Service; create it, or correct spec.service");
  }

  @Test
  void a_second_route_for_a_service_is_not_accepted() {
    var verdicts =
        verdicts(
            APP_B,
            route("b", "app-b", backend("app-b", 1)),
            route("a", "app-b", backend("app-b", 1)));

    assertThat(verdicts).extracting(RouteVerdict::accepted).containsExactly(true, false);
    assertThat(verdicts.get(1).message())
        .isEqualTo(
            "conflicts with CanaryRoute demo/a (a.yaml:1), which is older; remove one of them");
  }

  @Test
  void weights_that_are_all_zero_are_remarked_on() {
    var verdict = verdicts(APP_B, route("app-b", backend("app-b", 0))).getFirst();

    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.message())
        .isEqualTo("all weights are 0: every request is refused; give one backend a weight");
  }

  private static List<RouteVerdict> verdicts(Resource... resources) {
    return RouteVerdict.of(state(resources));
  }
}
