package diy.mesh.standalone.kubelet;

import java.time.Duration;

/** How long a container that ended waits before it starts again. Not thread safe. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration HEALTHY = Duration.ofSeconds(60);

  private Duration next = FIRST;

  /**
   * The wait after one more end: twice the last one, the shortest after a good run.
   *
   * @param ran how long the container ran this time
   */
  Duration after(Duration ran) {
    if (ran.compareTo(HEALTHY) >= 0) {
      next = FIRST;
    }
    var wait = next;
    var doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait;
  }
}
