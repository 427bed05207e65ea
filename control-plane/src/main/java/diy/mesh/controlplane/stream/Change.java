package diy.mesh.controlplane.stream;

import java.time.Instant;

/** One change that was taken in, and how far it has got. Guarded by the publisher's lock. */
final class Change {

  private Instant lastAck;

  /** A change that concerns no proxy yet. */
  Change(Instant taken) {
    this.lastAck = taken;
  }

  void acknowledged(Instant now) {
    lastAck = now;
  }

  /** When the last proxy acknowledged it; where it concerned none, when it was taken in. */
  Instant lastAck() {
    return lastAck;
  }
}
