package diy.mesh.meshctl.demo;

import java.time.Duration;

/**
 * When the next request may go: evenly spread, and what was missed is not made up for in a burst.
 * Not safe for several threads.
 */
final class Pace {

  private final long interval;
  private long next;
  private boolean begun;

  /** So many requests in each second: 1 or more. */
  Pace(long perSecond) {
    if (perSecond < 1) {
      throw new IllegalArgumentException(
          "requests per second: %d (expected: >= 1)".formatted(perSecond));
    }
    interval = Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /**
   * Takes the next place.
   *
   * @param now in nanoseconds, as {@link System#nanoTime} counts them
   * @return how many nanoseconds to wait for it
   */
  long take(long now) {
    next = begun ? Math.max(now, next + interval) : now;
    begun = true;
    return next - now;
  }
}
