package diy.mesh.dataplane.telemetry;

import diy.mesh.model.service.Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one event loop writes about its requests and connections. */
public final class RequestLog {

  /**
   * What all loops share.
   *
   * @param access where the access log goes
   * @param traces where traces go
   * @param clock the time of day
   * @param ticker nanoseconds, the same as requests are timed with
   */
  public record Outputs(
      LogSwitches switches,
      RequestTrace.Limits limits,
      LineWriter access,
      LineWriter traces,
      InstantSource clock,
      LongSupplier ticker) {}

  private final Outputs outputs;
  private final LineWriter.Lane access;
  private final LineWriter.Lane traces;
  private final Counters counters;

  /** The second of the ticker in which requests were traced last, and how many. */
  private long second;

  private int inSecond;

  /**
   * A log for one event loop.
   *
   * @param counters the loop's own
   */
  public RequestLog(Outputs outputs, Counters counters) {
    this.outputs = outputs;
    this.access = outputs.access().newLane();
    this.traces = outputs.traces().newLane();
    this.counters = counters;
  }

  /** A trace for a request that begins; null where none is wanted. */
  @Nullable RequestTrace newTrace(long startNanos) {
    if (!outputs.switches().isTracing()) {
      return null;
    }
    long now = TimeUnit.NANOSECONDS.toSeconds(startNanos);
    inSecond = now == second ? inSecond + 1 : 1;
    second = now;
    if (inSecond > outputs.limits().perSecond()) {
      counters.increment(Metric.TRACES_OVER_LIMIT);
      return null;
    }
    return new RequestTrace(outputs.limits(), outputs.ticker(), startNanos);
  }

  /** The title of a trace; says how to find the same request elsewhere. */
  void begin(RequestTrace trace, RequestRecord request) {
    Direction direction = request.attribution().series().direction();
    trace.title(
        "trace of request %s (trace id %s), %s, from %s, at %s"
            .formatted(
                request.ids().requestId(request.request()),
                request.ids().traceId(request.request()),
                direction.keyword(),
                text(request.client()),
                outputs.clock().instant()));
  }

  private static String text(@Nullable SocketAddress client) {
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? new Address(inet.getAddress(), inet.getPort()).toString()
        : "";
  }

  void finished(RequestRecord request, long nanos) {
    LineFormat format = outputs.switches().access();
    if (format != LineFormat.OFF) {
      boolean queries = outputs.limits().redaction().queries();
      long now = outputs.clock().millis();
      add(access, AccessEntry.OfRequest.of(request, nanos, format, queries, now));
    }
    RequestTrace trace = request.trace();
    if (trace != null) {
      trace.step("done", outcome(request));
      counters.increment(Metric.TRACES_WRITTEN);
      add(traces, trace);
    }
  }

  private static String outcome(RequestRecord request) {
    return "status %s%s, tries %d, bytes received %d, sent %d"
        .formatted(
            request.status() == 0 ? "none" : Integer.toString(request.status()),
            request.reason().isEmpty() ? "" : " (" + request.reason() + ")",
            request.tries(),
            request.bytesIn(),
            request.bytesOut());
  }

  void finished(RelayRecord relay, long nanos) {
    LineFormat format = outputs.switches().access();
    if (format != LineFormat.OFF) {
      add(access, AccessEntry.OfRelay.of(relay, nanos, format, outputs.clock().millis()));
    }
  }

  private void add(LineWriter.Lane lane, LineWriter.Line line) {
    if (!lane.add(line)) {
      counters.increment(Metric.LOG_LINES_DROPPED);
    }
  }
}
