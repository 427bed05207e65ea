package diy.mesh.dataplane.loop;

import java.time.Duration;

/**
 * For how long nothing has happened. Whoever does something only raises a flag; the tick of {@link
 * OpenConnections} turns it into time. Belongs to one event loop.
 */
public final class Quiet {

  private boolean broken = true;
  private long sinceNanos;

  /** Something happened. */
  public void end() {
    broken = true;
  }

  /**
   * Whether nothing has happened for so long; asked at each tick.
   *
   * @param limit zero for never
   */
  public boolean lasted(Duration limit, long nowNanos) {
    if (broken) {
      broken = false;
      sinceNanos = nowNanos;
      return false;
    }
    return limit.isPositive() && nowNanos - sinceNanos >= limit.toNanos();
  }
}
