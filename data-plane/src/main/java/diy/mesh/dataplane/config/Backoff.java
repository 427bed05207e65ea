package diy.mesh.dataplane.config;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: not at all after a stream that lasted, then twice as
 * long each time, and never the same for all proxies.
 */
final class Backoff {

  private static final int MOST_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator dice;
  private int failures;

  Backoff(Duration first, Duration longest, RandomGenerator dice) {
    this.first = first;
    this.longest = longest;
    this.dice = dice;
  }

  /**
   * The wait after a stream ended.
   *
   * @param lasted how long it had been up; one that was shorter than the longest wait counts as a
   *     failure, so that a control plane that falls over again and again is left alone
   */
  Duration next(Duration lasted) {
    if (lasted.compareTo(longest) >= 0) {
      failures = 0;
    }
    int earlier = failures;
    failures = Math.min(failures + 1, MOST_DOUBLINGS);
    if (earlier == 0) {
      return Duration.ZERO;
    }
    long most = Math.min(first.toMillis() << (earlier - 1), longest.toMillis());
    return Duration.ofMillis(most / 2 + dice.nextLong(most / 2 + 1));
  }
}
