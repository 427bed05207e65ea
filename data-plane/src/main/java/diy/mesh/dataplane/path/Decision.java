package diy.mesh.dataplane.path;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.model.service.Address;

/** What becomes of a request, or of a connection whose bytes are not HTTP. */
public sealed interface Decision {

  /**
   * It goes on.
   *
   * @param upstream whom to connect to
   * @param attribution the rule and backend that were chosen, and what they are counted under
   */
  record Forward(Address upstream, Attribution attribution) implements Decision {}

  /**
   * The proxy answers itself.
   *
   * @param attribution as far as the path came
   */
  record Refuse(Refusal refusal, Attribution attribution) implements Decision {}

  /** Whose request it is. */
  Attribution attribution();
}
