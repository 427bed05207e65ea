package diy.mesh.benchmarks;

import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Deck;
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
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Where a request goes: its rule, the rule's backend, the backend's endpoint. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

  private static final int DECK = 100;
  private static final RequestHead HEAD = new Head();

  /** Of the target: all but the last one for paths that nobody asks for. */
  @Param({"1", "128"})
  public int rules = 1;

  private final Deck deck = new Deck(DECK, 1);
  private long draws;
  private TargetPlan plan = plan(1);

  private record Head() implements RequestHead {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/cart/items?id=7";
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

  /** A plan of so many rules. */
  @Setup
  public void compile() {
    plan = plan(rules);
  }

  private static TargetPlan plan(int rules) {
    var target =
        new Target.OfService(
            new ServiceName("demo", "app-b"),
            80,
            IntStream.rangeClosed(1, rules).mapToObj(n -> rule(n, n == rules)).toList());
    return TargetPlan.compile(target, null, new SeriesTable(500), new SplittableRandom(1));
  }

  private static Rule rule(int number, boolean forAny) {
    var prefix = new PathMatch.Prefix("/cart/items-" + number);
    var match = forAny ? RequestMatch.ANY : new RequestMatch(prefix, List.of());
    var origin = new Origin.InFile("CanaryRoute", "demo/route-" + number, "routes.yaml", 1);
    return new Rule(
        origin,
        List.of(match),
        new WeightedBackends(
            List.of(backend("app-b", 90, "10.201.0.1"), backend("app-b2", 10, "10.201.0.2"))));
  }

  private static Backend backend(String name, int weight, String ip) {
    var endpoint = new Endpoint(Address.of(ip, 8_080), name + "-1");
    return Backend.of(new ServiceName("demo", name), weight, List.of(endpoint));
  }

  @Benchmark
  public RulePlan match() {
    return Objects.requireNonNull(plan.ruleFor(HEAD), "the last one is for any");
  }

  @Benchmark
  public int drawFromDeck() {
    return deck.ticket(draws++);
  }

  /** All of it. */
  @Benchmark
  public Endpoint decide() {
    var choice = Objects.requireNonNull(match().draw(), "it has weights");
    return Objects.requireNonNull(choice.balancer().pick(), "it has an endpoint");
  }
}
