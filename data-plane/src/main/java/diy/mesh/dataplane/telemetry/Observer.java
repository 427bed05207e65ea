package diy.mesh.dataplane.telemetry;

/** Sees the end of each request: the one place where what happened is read. One for each loop. */
public final class Observer {

  private final Counters counters;

  /** An observer for the event loop whose counters these are. */
  public Observer(Counters counters) {
    this.counters = counters;
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
