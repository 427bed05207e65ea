package diy.mesh.dataplane.path;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.model.route.Backend;
import diy.mesh.model.service.Address;
import org.jspecify.annotations.Nullable;

/** What becomes of a request, or of a connection whose bytes are not HTTP. */
public sealed interface Decision {

  /**
   * It goes on.
   *
   * @param upstream whom to connect to
   * @param backend what the weights chose; null where it goes on to where it was going anyway
   */
  record Forward(Address upstream, @Nullable Backend backend) implements Decision {}

  /** The proxy answers itself. */
  record Refuse(Refusal refusal) implements Decision {}
}
