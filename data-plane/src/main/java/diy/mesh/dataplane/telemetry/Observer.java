package diy.mesh.dataplane.telemetry;

import java.time.InstantSource;

/**
 * Sees the end of each request and of each relayed connection: the one place where what happened is
 * read. One for each loop.
 */
public final class Observer {

  private final Counters counters;
  private final RequestIds.Source ids;
  private final LogSwitches log;
  private final LineWriter.Lane lines;
  private final InstantSource clock;

  /**
   * An observer for one event loop.
   *
   * @param counters the loop's own
   * @param ids where requests get theirs that came without; the loop's own, too
   * @param log what is written
   * @param lines where that goes; the loop's own lane
   * @param clock the time of day
   */
  public Observer(
      Counters counters,
      RequestIds.Source ids,
      LogSwitches log,
      LineWriter.Lane lines,
      InstantSource clock) {
    this.counters = counters;
    this.ids = ids;
    this.log = log;
    this.lines = lines;
    this.clock = clock;
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
    long nanos = nowNanos - request.startNanos();
    counters.requests().count(request, nanos);
    LineFormat format = log.access();
    if (format != LineFormat.OFF) {
      write(AccessEntry.OfRequest.of(request, nanos, format, log.queries(), clock.millis()));
    }
  }

  /** A relayed connection is over, whatever became of it. */
  public void finished(RelayRecord relay, long nowNanos) {
    LineFormat format = log.access();
    if (format != LineFormat.OFF) {
      long nanos = nowNanos - relay.startNanos();
      write(AccessEntry.OfRelay.of(relay, nanos, format, clock.millis()));
    }
  }

  private void write(LineWriter.Line line) {
    if (!lines.add(line)) {
      counters.increment(Metric.LOG_LINES_DROPPED);
    }
  }
}
