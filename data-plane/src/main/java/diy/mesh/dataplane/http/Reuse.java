package diy.mesh.dataplane.http;

import diy.mesh.dataplane.upstream.IdleLimit;

/** How often and for how long a server lets one connection be used, by what it said so far. */
final class Reuse {

  private final IdleLimit limit;
  private long idleNanos;
  private int requestsLeft = Integer.MAX_VALUE;

  Reuse(IdleLimit limit) {
    this.limit = limit;
    this.idleNanos = limit.nanos();
  }

  /** How long the connection may be idle from now on. */
  long idleNanos() {
    return idleNanos;
  }

  /** Whether the server takes another request here; it has just said so. */
  boolean isAllowed(KeepAlive said) {
    // Some servers count down and some state the same number each time: both are understood.
    requestsLeft = said.max() < 0 ? requestsLeft : Math.min(requestsLeft - 1, said.max());
    idleNanos = said.timeoutSeconds() < 0 ? limit.nanos() : limit.nanos(said.timeoutSeconds());
    return requestsLeft > 0 && idleNanos > 0;
  }
}
