package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.route.RulePlan.Choice;
import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How a decision takes its turns. A request takes the next of each; whoever only asks looks at what
 * the next request would take, leaves it there, and may note what was looked at.
 */
interface Trail {

  /** That of every request: takes, and notes nothing. */
  Trail TAKE = new Trail() {};

  /** What is known of the destination, read once. */
  default Knowledge read(Knowledge knowledge) {
    return knowledge;
  }

  /** The rule that takes a request; null where none does. */
  default @Nullable RulePlan rule(TargetPlan plan, RequestHead head) {
    return plan.ruleFor(head);
  }

  /** The backend whose turn it is; null where none has any weight. */
  default @Nullable Choice draw(RulePlan rule) {
    return rule.draw();
  }

  /** The endpoint whose turn it is; null where there is none. */
  default @Nullable Endpoint pick(Choice choice) {
    return choice.balancer().pick();
  }
}
