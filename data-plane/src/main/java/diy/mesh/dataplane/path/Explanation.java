package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.route.RulePlan.Choice;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would go where it would: what each step of {@link RequestPath} found.
 *
 * @param knowledge what the control plane has said of the destination
 * @param rule the one that took the request; null where no rule was asked
 * @param shares what becomes of each backend's share; empty where no rule was asked
 * @param next whose turn it is; null where it is nobody's
 * @param decision what the next request gets
 */
public record Explanation(
    Knowledge knowledge,
    @Nullable Rule rule,
    List<Share> shares,
    @Nullable Backend next,
    Decision decision) {

  /**
   * A backend of the rule.
   *
   * @param decision what a request gets that the weights send here
   */
  public record Share(Backend backend, Decision decision) {}

  public Explanation {
    shares = List.copyOf(shares);
  }

  /** Looks at each turn, takes none, and notes what it saw. For one decision. */
  static final class Look implements Trail {

    private @Nullable Knowledge knowledge;
    private @Nullable RulePlan rule;
    private @Nullable Backend backend;

    @Override
    public Knowledge read(Knowledge read) {
      knowledge = read;
      return read;
    }

    @Override
    public @Nullable Choice draw(RulePlan drawn) {
      rule = drawn;
      Choice next = drawn.peek();
      backend = next == null ? null : next.backend();
      return next;
    }

    @Override
    public @Nullable Endpoint pick(Choice choice) {
      return choice.balancer().peek();
    }

    @Nullable Knowledge knowledge() {
      return knowledge;
    }

    @Nullable RulePlan rule() {
      return rule;
    }

    @Nullable Backend backend() {
      return backend;
    }
  }
}
