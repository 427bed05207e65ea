package diy.mesh.dataplane.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long an idle connection is kept: always less than its server keeps it, so that we end it and
 * not the server just when a request is on its way.
 *
 * @param usual where the server does not say: common ones wait for 5 s
 * @param most whatever the server says
 * @param connections how many are kept by one event loop, whatever they lead to; 1 or more
 */
public record IdleLimit(Duration usual, Duration most, int connections) {

  /** What a message and an end that pass each other may take. */
  private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** For a server that says nothing about it. */
  public long nanos() {
    return Math.min(usual.toNanos(), most.toNanos());
  }

  /**
   * For a server that says how long it waits: a second less, or half of it where that is little.
   *
   * @param timeoutSeconds 0 or more
   */
  public long nanos(int timeoutSeconds) {
    long stated = TimeUnit.SECONDS.toNanos(timeoutSeconds);
    return Math.min(Math.max(stated - MARGIN_NANOS, stated / 2), most.toNanos());
  }
}
