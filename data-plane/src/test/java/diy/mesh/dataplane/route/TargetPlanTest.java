package diy.mesh.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetPlanTest {

  private static final SeriesTable SERIES = new SeriesTable(100);
  private static final Origin ORIGIN =
      new Origin.InFile("CanaryRoute", "demo/app-b", "canary.yaml", 3);

  @Test
  void weights_hold_exactly_over_every_hundred_draws() {
    for (int canary : new int[] {0, 1, 50, 99, 100}) {
      var rule = rule(plan(canary, null, "10.0.0.1"));

      for (int deck = 0; deck < 3; deck++) {
        assertThat(IntStream.range(0, 100).mapToObj(_ -> rule.draw()))
            .filteredOn(TargetPlanTest::isCanary)
            .as("weight %d, deck %d", canary, deck)
            .hasSize(canary);
      }
    }
  }

  @Test
  void a_deck_goes_on_where_only_endpoints_changed() {
    var before = plan(10, null, "10.0.0.1");
    int canaries = canaries(before, 37);

    var after = plan(10, before, "10.0.0.2");

    assertThat(canaries + canaries(after, 63)).isEqualTo(10);
  }

  @Test
  void other_weights_begin_another_deck() {
    var before = plan(10, null, "10.0.0.1");
    canaries(before, 37);

    var after = plan(50, before, "10.0.0.1");

    assertThat(canaries(after, 100)).isEqualTo(50);
  }

  @Test
  void a_rule_without_weight_draws_nobody() {
    var rule = new Rule(ORIGIN, new WeightedBackends(List.of(backend("app-b", 0, "10.0.0.1"))));

    var plan = TargetPlan.compile(target(rule), null, SERIES, new Random(1));

    assertThat(rule(plan).draw()).isNull();
  }

  @Test
  void endpoints_take_turns() {
    var backend = backend("app-b", 1, "10.0.0.1", "10.0.0.2", "10.0.0.3");
    var rule = new Rule(ORIGIN, new WeightedBackends(List.of(backend)));
    var choice = drawn(TargetPlan.compile(target(rule), null, SERIES, new Random(1)));

    var picked = IntStream.range(0, 9).mapToObj(_ -> choice.balancer().pick()).toList();

    assertThat(picked).doesNotContainNull();
    assertThat(picked.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(picked.subList(3, 6));
  }

  @Test
  void other_weights_and_endpoints_go_on_counting_where_they_were() {
    var before = rule(plan(10, null, "10.0.0.1")).choices().getLast();

    var after = rule(plan(90, null, "10.0.0.2")).choices().getLast();

    assertThat(after.attribution()).isEqualTo(before.attribution());
    assertThat(after.attribution().series())
        .isSameAs(SERIES.of(Direction.OUTBOUND, "CanaryRoute demo/app-b", "demo/app-b2"));
  }

  @Test
  void a_deck_goes_on_where_a_rule_for_testers_is_put_before_it() {
    var before = plan(10, null, "10.0.0.1");
    int canaries = canaries(before, 37);
    var main = before.target().rules().getFirst();
    var header = new RequestMatch(PathMatch.any(), List.of(new HeaderMatch("x-tester", "yes")));
    var testers = new Rule(ORIGIN, List.of(header), main.backends());
    var target = new Target.OfService(before.target().service(), 80, List.of(testers, main));

    var after = TargetPlan.compile(target, before, SERIES, new Random(1));

    assertThat(canaries + canaries(after, 63)).isEqualTo(10);
  }

  private static RulePlan rule(TargetPlan plan) {
    return Objects.requireNonNull(plan.ruleForConnection());
  }

  private static RulePlan.Choice drawn(TargetPlan plan) {
    return Objects.requireNonNull(rule(plan).draw());
  }

  private static int canaries(TargetPlan plan, int draws) {
    int canaries = 0;
    for (int i = 0; i < draws; i++) {
      if (isCanary(rule(plan).draw())) {
        canaries++;
      }
    }
    return canaries;
  }

  private static boolean isCanary(RulePlan.@Nullable Choice drawn) {
    return drawn != null && drawn.backend().service().name().equals("app-b2");
  }

  private static TargetPlan plan(int canary, @Nullable TargetPlan before, String endpoint) {
    var backends =
        new WeightedBackends(
            List.of(backend("app-b", 100 - canary, endpoint), backend("app-b2", canary, endpoint)));
    return TargetPlan.compile(
        target(new Rule(ORIGIN, backends)), before, SERIES, new Random(canary));
  }

  private static Target.OfService target(Rule rule) {
    return new Target.OfService(new ServiceName("demo", "app-b"), 80, List.of(rule));
  }

  private static Backend backend(String name, int weight, String... ips) {
    var endpoints =
        List.of(ips).stream().map(ip -> new Endpoint(Address.of(ip, 8080), "")).toList();
    return Backend.of(new ServiceName("demo", name), weight, endpoints);
  }
}
