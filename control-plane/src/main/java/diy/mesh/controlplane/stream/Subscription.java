package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.snapshot.VersionedTarget;
import org.jspecify.annotations.Nullable;

/** One version of one address at one proxy, and its answer. Guarded by the publisher's lock. */
final class Subscription {

  private final VersionedTarget offered;
  private final @Nullable Change change;
  private boolean answered;
  private @Nullable String nack;

  private Subscription(VersionedTarget offered, @Nullable Change change, boolean answered) {
    this.offered = offered;
    this.change = change;
    this.answered = answered;
  }

  /**
   * The proxy is told this.
   *
   * @param change why; null where the proxy has just asked
   */
  static Subscription offered(VersionedTarget target, @Nullable Change change) {
    return new Subscription(target, change, false);
  }

  /** The proxy has held this from before. */
  static Subscription held(VersionedTarget target) {
    return new Subscription(target, null, true);
  }

  /**
   * Takes an answer; one to an older version says nothing any more.
   *
   * @param reason why the proxy refuses the version; null where it uses it
   * @return whether it was the answer that was waited for
   */
  boolean answer(String version, @Nullable String reason) {
    if (answered || !version.equals(offered.version())) {
      return false;
    }
    answered = true;
    nack = reason;
    return true;
  }

  /** What the proxy was told last, or said it holds. */
  VersionedTarget offered() {
    return offered;
  }

  boolean answered() {
    return answered;
  }

  /** Why the proxy refuses this version; null where it does not. */
  @Nullable String nack() {
    return nack;
  }

  /** The change that the offer belongs to; null where the proxy had just asked. */
  @Nullable Change change() {
    return change;
  }
}
