package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.model.service.Address;

/** Where a connection was going before it was redirected to the proxy. */
public sealed interface Destination {

  /** As the kernel remembers it. */
  Address address();

  /** To this pod's own app: goes on to the same address and port. */
  record Inbound(Address address) implements Destination {}

  /**
   * From this pod's app to somewhere.
   *
   * @param held what the control plane says of that address
   */
  record Outbound(Address address, HeldTarget held) implements Destination {}

  /** Which way this crosses the pod's border. */
  default Direction direction() {
    return switch (this) {
      case Inbound _ -> Direction.INBOUND;
      case Outbound _ -> Direction.OUTBOUND;
    };
  }
}
