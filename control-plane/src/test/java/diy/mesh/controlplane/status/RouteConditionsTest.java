package diy.mesh.controlplane.status;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.state;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.stream.Uptake;
import diy.mesh.model.service.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteConditionsTest {

  private static final RouteVerdict GOOD =
      RouteVerdict.of(state(service("b", "10.0.0.2"), route("b", backend("b", 1)))).getFirst();

  @Test
  void all_is_well() {
    assertThat(RouteConditions.of(GOOD.overall(), new Uptake(3, List.of(), List.of())))
        .containsExactly(
            new Condition("Accepted", true, "Accepted", "in force"),
            new Condition("ResolvedRefs", true, "ResolvedRefs", "every Service it names is there"),
            new Condition("Programmed", true, "Programmed", "3 of 3 proxies use it"));
  }

  @Test
  void nobody_who_uses_it_is_no_failure() {
    assertThat(programmed(GOOD, new Uptake(0, List.of(), List.of())))
        .isEqualTo(
            new Condition(
                "Programmed",
                true,
                "NoProxies",
                "no proxy calls its Service now; the first that does gets it at once"));
  }

  @Test
  void those_who_have_not_answered_are_named_but_not_all_of_them() {
    var waiting = List.of("demo/a", "demo/b", "demo/c", "demo/d", "demo/e");

    assertThat(programmed(GOOD, new Uptake(9, waiting, List.of())))
        .isEqualTo(
            new Condition(
                "Programmed",
                false,
                "Pending",
                "4 of 9 proxies use it; waiting for demo/a, demo/b, demo/c and 2 more"));
  }

  @Test
  void who_refuses_it_is_named_with_the_reason_and_what_helps() {
    assertThat(programmed(GOOD, new Uptake(2, List.of(), List.of("demo/a: of no kind"))))
        .isEqualTo(
            new Condition(
                "Programmed",
                false,
                "Refused",
                "1 of 2 proxies use it; refused by demo/a: of no kind; the others serve by it,"
                    + " these by what was before: correct the route, or update these proxies"));
  }

  @Test
  void what_is_not_in_force_is_not_programmed() {
    var loser =
        RouteVerdict.of(
                state(
                    service("b", "10.0.0.2"),
                    route("b1", "b", backend("b", 1)),
                    route("b2", "b", backend("b", 1))))
            .getLast();

    assertThat(programmed(loser, new Uptake(2, List.of(), List.of())))
        .isEqualTo(new Condition("Programmed", false, "Conflicted", "not in force: see Accepted"));
  }

  @Test
  void a_parent_is_every_address_and_port_of_its_service() {
    var state = state(service("b", "10.0.0.2", "fd00::2"), route("b", backend("b", 1)));

    var parent = route("b", backend("b", 1)).parents().getFirst();
    assertThat(RouteConditions.addresses(state, parent))
        .containsExactly(Address.of("10.0.0.2", 80), Address.of("fd00::2", 80));
  }

  private static Condition programmed(RouteVerdict verdict, Uptake uptake) {
    return RouteConditions.of(verdict.overall(), uptake).getLast();
  }
}
