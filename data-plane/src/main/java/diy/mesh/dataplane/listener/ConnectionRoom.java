package diy.mesh.dataplane.listener;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many accepted connections may be open at once, over all event loops: counted where one comes
 * and goes, never where one is used.
 */
public final class ConnectionRoom {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Room for so many.
   *
   * @param most 1 or more
   */
  public ConnectionRoom(int most) {
    this.most = most;
  }

  /** Whether one more had room; then it must {@link #leave}. Any thread. */
  boolean enter() {
    if (open.incrementAndGet() <= most) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void leave() {
    open.decrementAndGet();
  }
}
