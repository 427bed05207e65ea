package diy.mesh.dataplane.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.FakeControlPlane;
import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.wire.TargetCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final Address DESTINATION = Address.of("10.96.0.7", 80);
  private static final Origin ORIGIN =
      new Origin.InFile("CanaryRoute", "demo/app-b", "canary.yaml", 3);
  private static final Backend STABLE =
      backend("app-b", 90, endpoint("10.1.0.1"), endpoint("10.1.0.2"));
  private static final Backend CANARY = backend("app-b2", 10, endpoint("10.1.0.3"));

  private final Telemetry telemetry = new Telemetry(100);
  private final RequestPath path =
      new RequestPath(address -> address.port() == 15_001, false, telemetry.series());
  private final EventLoops loops = EventLoops.start(1);
  private final FakeControlPlane controlPlane;

  ExplanationTest() throws IOException {
    controlPlane = new FakeControlPlane(0);
  }

  @AfterEach
  void close() {
    controlPlane.close();
    loops.close();
  }

  @Test
  void what_is_explained_is_what_the_next_request_gets_and_takes_no_turn() throws Exception {
    var destination = known(STABLE, CANARY);
    Map<String, Integer> drawn = new HashMap<>();

    for (int i = 0; i < 200; i++) {
      var explained = path.explain(destination, new AnyHead());
      assertThat(path.explain(destination, new AnyHead())).isEqualTo(explained);
      Decision decided = path.decide(destination, new AnyHead());
      assertThat(decided).as("request %d", i).isEqualTo(explained.decision());
      drawn.merge(((Decision.Forward) decided).upstream().toString(), 1, Integer::sum);
    }

    assertThat(drawn)
        .isEqualTo(Map.of("10.1.0.1:8080", 90, "10.1.0.2:8080", 90, "10.1.0.3:8080", 20));
  }

  @Test
  void the_rule_that_won_is_named_with_its_place_and_all_shares() throws Exception {
    var explained = path.explain(known(STABLE, CANARY), new AnyHead());

    assertThat(explained.rule()).extracting("origin").isEqualTo(ORIGIN);
    assertThat(explained.shares())
        .extracting(share -> share.backend().service().name(), share -> share.backend().weight())
        .containsExactly(tuple("app-b", 90), tuple("app-b2", 10));
  }

  @Test
  void a_share_that_is_refused_says_so_though_it_is_not_its_turn() throws Exception {
    var unknown = new Backend(name("later"), 1, new Backend.Unresolved("no such Service"));
    var loop = backend("own", 1, new Endpoint(Address.of("127.0.0.1", 15_001), "own-1"));

    var explained = path.explain(known(STABLE, unknown, backend("none", 1), loop), new AnyHead());

    assertThat(explained.shares())
        .extracting(share -> share.decision())
        .filteredOn(Decision.Refuse.class::isInstance)
        .extracting(decision -> ((Decision.Refuse) decision).refusal().reason())
        .containsExactly("unknown-backend", "no-endpoint", "loop");
  }

  @Test
  void without_any_weight_the_refusal_is_explained() throws Exception {
    var explained = path.explain(known(backend("app-b", 0)), new AnyHead());

    assertThat(explained.next()).isNull();
    assertThat(explained.decision())
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refused ->
                assertThat(refused.refusal()).isEqualTo(new Refusal.NoWeight(ORIGIN.toString())));
  }

  @Test
  void a_request_that_no_rule_takes_is_refused_and_what_is_not_http_goes_on() throws Exception {
    var beta = new RequestMatch(new PathMatch.Prefix("/beta"), List.of());
    var rule = new Rule(ORIGIN, List.of(beta), new WeightedBackends(List.of(STABLE)));
    var destination = known(rule);

    var explained = path.explain(destination, new AnyHead());

    assertThat(explained.rule()).isNull();
    assertThat(explained.decision())
        .isEqualTo(path.decide(destination, new AnyHead()))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refused -> {
              assertThat(refused.refusal().status()).isEqualTo(404);
              assertThat(refused.refusal().message())
                  .isEqualTo(
                      "no rule of demo/app-b takes /; see its rules with: meshctl routes, and add"
                          + " one that does");
            });
    assertThat(path.decideConnection(destination))
        .isInstanceOfSatisfying(
            Decision.Forward.class,
            forward -> assertThat(forward.upstream()).isEqualTo(DESTINATION));
  }

  private Destination.Outbound known(Backend... backends) throws Exception {
    return known(new Rule(ORIGIN, new WeightedBackends(List.of(backends))));
  }

  /** What a connection to the destination holds once the control plane has answered. */
  private Destination.Outbound known(Rule rule) throws Exception {
    var target = new Target.OfService(name("app-b"), 80, List.of(rule));
    var clock = InstantSource.fixed(Instant.EPOCH);
    var counters = new PerLoop<>(telemetry::newCounters);
    var owner = loops.group().next();
    var limit = Duration.ofMinutes(10);
    var dice = new SplittableRandom(1);
    var limits = new TargetTable.Limits(limit, limit, 4_096);
    var targets = new TargetTable(owner, limits, counters, telemetry.series(), clock, dice);
    HeldTarget held = targets.follow(DESTINATION);
    var peers =
        new ConfigStreamClient.Peers(
            "127.0.0.1", controlPlane.port(), "demo", "app-a", Optional.empty());
    try (var _ = ConfigStreamClient.open(peers, loops, owner, targets, counters, clock, dice)) {
      controlPlane.hello();
      controlPlane.welcome(TargetCodec.PROTOCOL);
      controlPlane.hear();
      controlPlane.update(DESTINATION.toString(), "v1", TargetCodec.encode(target));
      controlPlane.hear();
    }
    return new Destination.Outbound(DESTINATION, held);
  }

  private static Backend backend(String name, int weight, Endpoint... endpoints) {
    return Backend.of(name(name), weight, List.of(endpoints));
  }

  private static ServiceName name(String name) {
    return new ServiceName("demo", name);
  }

  private static Endpoint endpoint(String ip) {
    return new Endpoint(Address.of(ip, 8080), "");
  }

  /** Rules have no conditions yet: any request will do. */
  private record AnyHead() implements RequestHead {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public String authority() {
      return "app-b";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }
  }
}
