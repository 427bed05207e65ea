package diy.mesh.dataplane.route;

import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.RequestHead;
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

  private TargetPlan(Target.OfService target, List<RulePlan> rules) {
    this.target = target;
    this.rules = rules;
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
    for (int i = 0; i < target.rules().size(); i++) {
      RulePlan replaced = before != null && i < before.rules.size() ? before.rules.get(i) : null;
      rules.add(RulePlan.compile(target.rules().get(i), replaced, series, dice));
    }
    return new TargetPlan(target, List.copyOf(rules));
  }

  /** What this plan was compiled from. */
  public Target.OfService target() {
    return target;
  }

  /** The rule of a request. The first one: rules have no conditions yet. */
  public RulePlan ruleFor(RequestHead head) {
    return rules.getFirst();
  }

  /** The rule of a connection whose bytes are not HTTP. */
  public RulePlan ruleForConnection() {
    return rules.getFirst();
  }
}
