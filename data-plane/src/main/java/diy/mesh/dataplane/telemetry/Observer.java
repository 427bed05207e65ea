package diy.mesh.dataplane.telemetry;

/** Sees the end of each request: the one place where what happened is read. One for each loop. */
public final class Observer {

  private final Counters counters;
  private final RequestIds.Source ids;

  /**
   * An observer for one event loop.
   *
   * @param counters the loop's own
   * @param ids where requests get theirs that came without; the loop's own, too
   */
  public Observer(Counters counters, RequestIds.Source ids) {
    this.counters = counters;
    this.ids = ids;
  }

  /** Where requests get ids that came without. */
  public RequestIds.Source ids() {
    return ids;
  }

  /** The counters of this event loop. */
  public Counters counters() {
    return counters;
  }

  /** A request is over, whatever became of it. */
  public void finished(RequestRecord request, long nowNanos) {
    counters.requests().count(request, nowNanos - request.startNanos());
  }
}
