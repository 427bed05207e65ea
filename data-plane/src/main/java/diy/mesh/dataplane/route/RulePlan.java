package diy.mesh.dataplane.route;

import diy.mesh.dataplane.balance.RoundRobin;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Deck;
import diy.mesh.model.route.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule compiled: its shuffled deck and a balancer for each backend. Used by all event loops. */
public final class RulePlan {

  private final Rule rule;
  private final @Nullable Draws draws;
  private final Map<Backend, RoundRobin> balancers;

  /** One deck for all event loops: the split is exact for the pod, not only for each loop. */
  private record Draws(Deck deck, AtomicLong next) {
    int ticket() {
      return deck.ticket(next.getAndIncrement());
    }

    int nextTicket() {
      return deck.ticket(next.get());
    }
  }

  private RulePlan(Rule rule, @Nullable Draws draws, Map<Backend, RoundRobin> balancers) {
    this.rule = rule;
    this.draws = draws;
    this.balancers = balancers;
  }

  static RulePlan compile(Rule rule, @Nullable RulePlan before, RandomGenerator dice) {
    Map<Backend, RoundRobin> balancers =
        rule.backends().backends().stream()
            .distinct()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), backend -> balancer(backend, dice)));
    return new RulePlan(rule, draws(rule, before, dice), balancers);
  }

  private static RoundRobin balancer(Backend backend, RandomGenerator dice) {
    return switch (backend.state()) {
      case Backend.Resolved(var endpoints) -> new RoundRobin(endpoints, dice);
      case Backend.Unresolved _ -> new RoundRobin(List.of(), dice);
    };
  }

  /**
   * Where only endpoints changed the deck goes on: scaling a Service does not disturb its split.
   */
  private static @Nullable Draws draws(Rule rule, @Nullable RulePlan before, RandomGenerator dice) {
    if (before != null && before.rule.backends().weights().equals(rule.backends().weights())) {
      return before.draws;
    }
    int total = rule.backends().total();
    return total == 0 ? null : new Draws(new Deck(total, dice.nextLong()), new AtomicLong());
  }

  /** The rule this was compiled from. */
  public Rule rule() {
    return rule;
  }

  /** Draws the next backend by weight; null where no backend has any. */
  public @Nullable Backend draw() {
    return draws == null ? null : rule.backends().pick(draws.ticket());
  }

  /** What {@link #draw} would give now; draws nothing. */
  public @Nullable Backend peek() {
    return draws == null ? null : rule.backends().pick(draws.nextTicket());
  }

  /**
   * The balancer over a backend's endpoints.
   *
   * @param backend one of the rule's
   */
  public RoundRobin balancer(Backend backend) {
    RoundRobin balancer = balancers.get(backend);
    if (balancer == null) {
      throw new IllegalArgumentException("%s is no backend of %s".formatted(backend, rule));
    }
    return balancer;
  }
}
