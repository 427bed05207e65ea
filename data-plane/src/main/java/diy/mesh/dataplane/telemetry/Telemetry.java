package diy.mesh.dataplane.telemetry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Sums what the event loops counted, for whoever scrapes. Any thread. */
public final class Telemetry {

  private final List<Counters> loops = new CopyOnWriteArrayList<>();
  private final Map<Metric, LongSupplier> gauges = new EnumMap<>(Metric.class);

  /** Counters for one more event loop, which are part of every sum from now on. */
  public Counters newCounters() {
    var counters = new Counters();
    loops.add(counters);
    return counters;
  }

  /**
   * Reads a gauge where it is instead of counting it. To be called before the first scrape.
   *
   * @param value called by each scrape, from any thread
   */
  public void gauge(Metric metric, LongSupplier value) {
    gauges.put(metric, value);
  }

  /** What all loops counted together. */
  public long value(Metric metric) {
    LongSupplier gauge = gauges.get(metric);
    if (gauge != null) {
      return gauge.getAsLong();
    }
    long sum = 0;
    for (Counters counters : loops) {
      sum += counters.value(metric);
    }
    return sum;
  }

  /** All metrics in Prometheus' text format, version 0.0.4. */
  public String exposition() {
    var text = new StringBuilder();
    MetricFamily before = null;
    for (Metric metric : Metric.values()) {
      MetricFamily family = metric.family();
      if (family != before) {
        text.append("# HELP %s %s\n".formatted(family.fullName(), family.help()));
        text.append("# TYPE %s %s\n".formatted(family.fullName(), family.type().keyword()));
        before = family;
      }
      text.append(metric.series()).append(' ').append(value(metric)).append('\n');
    }
    return text.toString();
  }
}
