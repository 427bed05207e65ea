package diy.mesh.dataplane.route;

import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.route.RouteTable;
import diy.mesh.model.route.Rule;
import diy.mesh.model.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A target compiled for deciding requests, made once per version. A request reads one plan from
 * beginning to end, so it never sees a mixture of two versions. Used by all event loops.
 */
public final class TargetPlan {

  private final Target.OfService target;
  private final List<RulePlan> rules;
  private final RouteTable table;
  private final Attribution withoutRule;

  private TargetPlan(
      Target.OfService target, List<RulePlan> rules, RouteTable table, Attribution withoutRule) {
    this.target = target;
    this.rules = rules;
    this.table = table;
    this.withoutRule = withoutRule;
  }

  /**
   * Compiles a target.
   *
   * @param before the plan this one replaces, whose decks go on where the weights are the same;
   *     null for the first
   * @param series where the numbers come from that its requests are counted under
   * @param dice shuffles decks and chooses where balancers begin
   * @throws IllegalArgumentException if the target cannot be served; its message goes into the NACK
   */
  public static TargetPlan compile(
      Target.OfService target,
      @Nullable TargetPlan before,
      SeriesTable series,
      RandomGenerator dice) {
    var rules = new ArrayList<RulePlan>();
    for (Rule rule : target.rules()) {
      RulePlan replaced = before == null ? null : before.planOf(rule);
      rules.add(RulePlan.compile(rule, replaced, series, dice));
    }
    var table = RouteTable.of(target.rules());
    return new TargetPlan(
        target, List.copyOf(rules), table, withoutRule(target, rules, table, series));
  }

  /** Of use only where not all requests are taken: no series is made for nothing. */
  private static Attribution withoutRule(
      Target.OfService target, List<RulePlan> rules, RouteTable table, SeriesTable series) {
    return table.forConnections() == RouteTable.NONE
        ? Attribution.withoutRule(series, Direction.OUTBOUND, "Service " + target.service())
        : rules.get(table.forConnections()).withoutBackend();
  }

  /** The plan of the rule that another version of it replaces. */
  private @Nullable RulePlan planOf(Rule rule) {
    for (RulePlan plan : rules) {
      Rule own = plan.rule();
      if (own.origin().resource().equals(rule.origin().resource())
          && own.origin().kind().equals(rule.origin().kind())
          && own.matches().equals(rule.matches())) {
        return plan;
      }
    }
    return null;
  }

  /** What this plan was compiled from. */
  public Target.OfService target() {
    return target;
  }

  /** The rule of a request; null where none takes it. */
  public @Nullable RulePlan ruleFor(RequestHead head) {
    return at(table.find(head));
  }

  /** The rule of a connection whose bytes are not HTTP; null where all rules have conditions. */
  public @Nullable RulePlan ruleForConnection() {
    return at(table.forConnections());
  }

  private @Nullable RulePlan at(int rule) {
    return rule == RouteTable.NONE ? null : rules.get(rule);
  }

  /** What requests are counted under that no rule takes. */
  public Attribution withoutRule() {
    return withoutRule;
  }
}
