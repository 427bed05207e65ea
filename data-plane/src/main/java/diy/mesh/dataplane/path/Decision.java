package diy.mesh.dataplane.path;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.model.service.Address;
import org.jspecify.annotations.Nullable;

/** What becomes of a request, or of a connection whose bytes are not HTTP. */
public sealed interface Decision {

  /**
   * It goes on.
   *
   * @param upstream whom to connect to
   * @param attribution the rule and backend that were chosen, and what they are counted under
   * @param choice what the weights chose; null where it goes on to where it was going anyway. A
   *     request that finds nobody tries again from here, so it stays with the backend and the
   *     version it began with
   */
  record Forward(Address upstream, Attribution attribution, RulePlan.@Nullable Choice choice)
      implements Decision {}

  /**
   * The proxy answers itself.
   *
   * @param attribution as far as the path came
   */
  record Refuse(Refusal refusal, Attribution attribution) implements Decision {}

  /** Whose request it is. */
  Attribution attribution();
}
