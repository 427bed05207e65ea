package diy.mesh.dataplane.route;

import diy.mesh.dataplane.balance.RoundRobin;
import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Deck;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.Rule;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A rule compiled: its shuffled deck and a balancer for each backend. Used by all event loops. */
public final class RulePlan {

  /**
   * A backend, ready to be used.
   *
   * @param balancer over its endpoints
   * @param attribution what its requests are counted under
   */
  public record Choice(Backend backend, RoundRobin balancer, Attribution attribution) {}

  private final Rule rule;
  private final @Nullable Draws draws;

  /** As the rule's backends: in the same order. */
  private final List<Choice> choices;

  private final Attribution withoutBackend;

  /** One deck for all event loops: the split is exact for the pod, not only for each loop. */
  private record Draws(Deck deck, AtomicLong next) {
    int ticket() {
      return deck.ticket(next.getAndIncrement());
    }

    int nextTicket() {
      return deck.ticket(next.get());
    }
  }

  private RulePlan(
      Rule rule, @Nullable Draws draws, List<Choice> choices, Attribution withoutBackend) {
    this.rule = rule;
    this.draws = draws;
    this.choices = choices;
    this.withoutBackend = withoutBackend;
  }

  static RulePlan compile(
      Rule rule, @Nullable RulePlan before, SeriesTable series, RandomGenerator dice) {
    List<Choice> choices =
        rule.backends().backends().stream()
            .map(
                backend ->
                    new Choice(
                        backend,
                        balancer(backend, dice),
                        attribution(rule, backend.service().toString(), series)))
            .toList();
    return new RulePlan(rule, draws(rule, before, dice), choices, attribution(rule, "", series));
  }

  private static Attribution attribution(Rule rule, String backend, SeriesTable series) {
    Origin origin = rule.origin();
    String route = origin.kind() + " " + origin.resource();
    return new Attribution(series.of(Direction.OUTBOUND, route, backend), origin.toString());
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
  public @Nullable Choice draw() {
    return draws == null ? null : choices.get(rule.backends().indexOf(draws.ticket()));
  }

  /** What {@link #draw} would give now; draws nothing. */
  public @Nullable Choice peek() {
    return draws == null ? null : choices.get(rule.backends().indexOf(draws.nextTicket()));
  }

  /** All that may be drawn, in the order of the rule's backends. */
  public List<Choice> choices() {
    return choices;
  }

  /** What requests are counted under that no backend gets. */
  public Attribution withoutBackend() {
    return withoutBackend;
  }
}
