package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;

/**
 * What a client's connection waits for, and since when. The way of the bytes raises flags here; the
 * clock asks once a second.
 */
final class ClientWait {

  /** Whose patience has ended. */
  enum Ended {
    NONE,
    /** Nothing moves in either direction of the request being served. */
    EXCHANGE,
    /** The client does not take the end of a response. */
    RESPONSE,
    /** The client does not come to the end of a request's head. */
    HEAD,
    /** The client asks for nothing. */
    IDLE
  }

  private final Patience patience;

  /** Since anything moved, in either direction. */
  private final Quiet stillness = new Quiet();

  /** Since the head being received began. */
  private final Quiet headAge = new Quiet();

  ClientWait(Patience patience) {
    this.patience = patience;
  }

  /** Bytes came from the client, or some were written to it. */
  void moved() {
    stillness.end();
  }

  void headComplete() {
    headAge.end();
  }

  /**
   * Asked at each tick.
   *
   * @param unsent bytes that wait for either kernel
   * @param serving whether a request is being served
   * @param unread whether the client takes too little of what it was sent
   * @param begun whether a head is on its way
   */
  Ended ended(long nowNanos, long unsent, boolean serving, boolean unread, boolean begun) {
    stillness.endIfMoved(unsent);
    if (serving) {
      return stillness.lasted(patience.stall(), nowNanos) ? Ended.EXCHANGE : Ended.NONE;
    }
    if (unread) {
      return stillness.lasted(patience.stall(), nowNanos) ? Ended.RESPONSE : Ended.NONE;
    }
    if (begun) {
      return headAge.lasted(patience.head(), nowNanos) ? Ended.HEAD : Ended.NONE;
    }
    return stillness.lasted(patience.idle(), nowNanos) ? Ended.IDLE : Ended.NONE;
  }
}
