package diy.mesh.dataplane.telemetry;

import java.math.BigDecimal;
import java.util.List;

/** Writes Prometheus' text format, version 0.0.4. */
final class Exposition {

  private static final List<String> STATUS = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");
  private static final int NANOS_AS_DIGITS = 9;

  private final StringBuilder text = new StringBuilder();

  /** Explains a metric; its samples follow. */
  void family(MetricFamily family) {
    text.append("# HELP ").append(family.fullName()).append(' ').append(family.help()).append('\n');
    text.append("# TYPE ").append(family.fullName()).append(' ');
    text.append(family.type().keyword()).append('\n');
  }

  void sample(String series, long value) {
    text.append(series).append(' ').append(value).append('\n');
  }

  /** A series' requests, by what became of them; only what was seen at least once. */
  void requests(Series series, RequestSum sum) {
    for (int statusClass = 0; statusClass < STATUS.size(); statusClass++) {
      requests(series, statusClass, "", sum.ofStatusClass(statusClass));
    }
    sum.failures()
        .forEach(
            (failure, count) -> requests(series, failure.statusClass(), failure.reason(), count));
  }

  private void requests(Series series, int statusClass, String reason, long count) {
    if (count > 0) {
      sample(
          MetricFamily.REQUESTS.series(
              direction(series), series.route(), series.backend(), STATUS.get(statusClass), reason),
          count);
    }
  }

  /** A series' latencies; nothing where there were none. */
  void durations(Series series, RequestSum sum) {
    if (sum.isEmpty()) {
      return;
    }
    MetricFamily family = MetricFamily.REQUEST_DURATION;
    String labels = family.labelled(direction(series), series.route(), series.backend());
    String open = labels.substring(0, labels.length() - 1) + ",le=\"";
    long upTo = 0;
    for (int bucket = 0; bucket < RequestCells.BUCKETS; bucket++) {
      upTo += sum.inBucket(bucket);
      sample(family.fullName() + "_bucket" + open + bound(bucket) + "\"}", upTo);
    }
    text.append(family.fullName()).append("_sum").append(labels).append(' ');
    text.append(seconds(sum.nanos())).append('\n');
    sample(family.fullName() + "_count" + labels, upTo);
  }

  static String bound(int bucket) {
    return bucket == RequestCells.BUCKET_NANOS.length
        ? "+Inf"
        : seconds(RequestCells.BUCKET_NANOS[bucket]);
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, NANOS_AS_DIGITS).stripTrailingZeros().toPlainString();
  }

  private static String direction(Series series) {
    return Keyword.of(series.direction());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
