package diy.mesh.dataplane.telemetry;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Sums what the event loops counted, for whoever scrapes. Any thread. */
public final class Telemetry {

  private final List<Counters> loops = new CopyOnWriteArrayList<>();
  private final Map<Metric, LongSupplier> gauges = new EnumMap<>(Metric.class);
  private final SeriesTable series;

  /**
   * Nothing counted yet.
   *
   * @param mostSeries how many routes and backends are told apart
   */
  public Telemetry(int mostSeries) {
    series = new SeriesTable(mostSeries);
    gauge(Metric.SERIES_TURNED_AWAY, series::turnedAway);
  }

  /** What requests are counted under. */
  public SeriesTable series() {
    return series;
  }

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
    Map<Series, RequestSum> sums = sums();
    var out = new Exposition();
    for (MetricFamily family : MetricFamily.values()) {
      out.family(family);
      if (family == MetricFamily.REQUESTS) {
        sums.forEach(out::requests);
      } else if (family == MetricFamily.REQUEST_DURATION) {
        sums.forEach(out::durations);
      } else {
        constants(family, out);
      }
    }
    return out.toString();
  }

  private void constants(MetricFamily family, Exposition out) {
    for (Metric metric : Metric.values()) {
      if (metric.family() == family) {
        out.sample(metric.series(), value(metric));
      }
    }
  }

  private Map<Series, RequestSum> sums() {
    var sums = new LinkedHashMap<Series, RequestSum>();
    for (Series one : series.all()) {
      var sum = new RequestSum();
      loops.forEach(loop -> loop.requests().addTo(sum, one.number()));
      sums.put(one, sum);
    }
    return sums;
  }
}
