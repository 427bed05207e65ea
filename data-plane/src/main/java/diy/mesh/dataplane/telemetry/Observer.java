package diy.mesh.dataplane.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Sees the begin and the end of each request and of each relayed connection: the one place where
 * what happened is read. One for each loop.
 */
public final class Observer {

  private final Counters counters;
  private final RequestIds.Source ids;
  private final RequestLog log;

  /**
   * An observer for one event loop.
   *
   * @param counters the loop's own
   * @param ids where requests get theirs that came without; the loop's own, too
   * @param log what is written; the loop's own, too
   */
  public Observer(Counters counters, RequestIds.Source ids, RequestLog log) {
    this.counters = counters;
    this.ids = ids;
    this.log = log;
  }

  /** Where requests get ids that came without. */
  public RequestIds.Source ids() {
    return ids;
  }

  /** The counters of this event loop. */
  public Counters counters() {
    return counters;
  }

  /** A request begins; gives its trace, null where it has none. */
  public @Nullable RequestTrace begun(RequestRecord request) {
    RequestTrace trace = log.newTrace(request.startNanos());
    if (trace != null) {
      log.begin(trace, request);
      request.traceInto(trace);
    }
    return trace;
  }

  /** A request is over, whatever became of it. */
  public void finished(RequestRecord request, long nowNanos) {
    long nanos = nowNanos - request.startNanos();
    counters.requests().count(request, nanos);
    log.finished(request, nanos);
  }

  /** A relayed connection is over, whatever became of it. */
  public void finished(RelayRecord relay, long nowNanos) {
    log.finished(relay, nowNanos - relay.startNanos());
  }
}
