package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;

/** Something to tell a proxy. */
sealed interface Outgoing {

  /** The answer to its hello. */
  record Welcome() implements Outgoing {}

  /** What is behind an address from now on. */
  record Update(Address address, VersionedTarget target) implements Outgoing {}

  /** A Service has appeared in a block that was not ours. */
  record Withdraw(Cidr block) implements Outgoing {}

  /** What a newer message of the same topic makes superfluous. */
  default Object topic() {
    return switch (this) {
      case Welcome welcome -> welcome;
      case Update(var address, _) -> address;
      case Withdraw(var block) -> block;
    };
  }
}
