package diy.mesh.dataplane.telemetry;

import static diy.mesh.dataplane.telemetry.MetricFamily.Type.COUNTER;
import static diy.mesh.dataplane.telemetry.MetricFamily.Type.GAUGE;
import static diy.mesh.dataplane.telemetry.MetricFamily.Type.HISTOGRAM;

import java.util.List;
import java.util.StringJoiner;

/**
 * The metrics the proxy has: names, types, help and labels, here and nowhere else. {@code
 * docs/metrics.md} is made from this.
 */
enum MetricFamily {
  CONNECTIONS_ACCEPTED(COUNTER, "connections_accepted_total", "Connections accepted.", "direction"),
  CONNECTIONS_OPEN(
      GAUGE, "connections_open", "Accepted connections that are open now.", "direction"),
  CONNECTIONS_DETECTED(
      COUNTER,
      "connections_detected_total",
      "Connections by what they were found to carry; passthrough: not looked into.",
      "verdict"),
  REQUESTS(
      COUNTER,
      "requests_total",
      "HTTP requests that are over, by the status their client got (none: it left before) and why"
          + " they failed (empty: they did not).",
      "direction",
      "route",
      "backend",
      "status",
      "reason"),
  REQUEST_DURATION(
      HISTOGRAM,
      "request_duration_seconds",
      "From the end of a request's head to the last byte of its response.",
      "direction",
      "route",
      "backend"),
  REFUSALS(
      COUNTER, "refusals_total", "Requests and connections the proxy refused itself.", "reason"),
  LOG_LINES(
      COUNTER,
      "log_lines_total",
      "Lines of the access log, and traces: written, refused by the output (unwritten), or dropped"
          + " because MESH_LOG_QUEUE lines waited already.",
      "outcome"),
  TRACES(
      COUNTER,
      "traces_total",
      "Requests traced, and those that were not because MESH_TRACE_PER_SECOND had been already.",
      "outcome"),
  SERIES_TURNED_AWAY(
      COUNTER,
      "series_turned_away_total",
      "Times a route and backend were counted as other because MESH_METRIC_SERIES were in use."),
  CONNECTIONS_LIMIT(GAUGE, "connections_limit", "Accepted connections that may be open at once."),
  LIMITS_HIT(
      COUNTER,
      "limits_hit_total",
      "Connections, requests and waits that a limit ended; docs/book/09-limits.md has them all.",
      "limit"),
  STOPPED_CONNECTIONS(
      COUNTER,
      "stopped_connections_total",
      "Connections that ended since the proxy was told to stop: finished, closed because nothing"
          + " was asked on them, or cut at the end of MESH_DRAIN_SECONDS.",
      "end"),
  UPSTREAM_CONNECTIONS(
      COUNTER,
      "upstream_connections_total",
      "Connections to upstreams: opened, taken from the pool, or failed to open.",
      "outcome"),
  HTTP2_ERRORS(
      COUNTER,
      "http2_errors_total",
      "What broke the rules of HTTP/2, by what ended for it: the stream, or the connection.",
      "ended"),
  RETRIES(
      COUNTER, "retries_total", "Requests that went to an upstream once more, and why.", "reason"),
  DOWNSTREAM_BYTES(
      COUNTER, "downstream_bytes_total", "Bytes from and to accepted connections.", "flow"),
  CONFIG_CONNECTED(GAUGE, "config_stream_connected", "1 while the control plane's stream is up."),
  CONFIG_STREAMS(COUNTER, "config_streams_total", "Streams to the control plane begun."),
  CONFIG_AGE(GAUGE, "config_age_seconds", "How old the config may be: 0 while the stream is up."),
  CONFIG_VERSION(
      GAUGE,
      "config_version",
      "A number for the versions of all targets held: another number, another config."),
  CONFIG_CHANGED(
      GAUGE,
      "config_changed_timestamp_seconds",
      "When a target held was last changed, as Unix time; 0 while none is held."),
  CONFIG_UPDATES(COUNTER, "config_updates_total", "Targets received from the control plane."),
  CONFIG_ANSWERS(
      COUNTER,
      "config_answers_total",
      "Targets received, by whether they could be used.",
      "answer"),
  CONFIG_TARGETS(GAUGE, "config_targets", "Targets held."),
  CONFIG_TARGETS_DROPPED(
      COUNTER, "config_targets_dropped_total", "Targets dropped after lying unused."),
  CONFIG_TARGETS_OVER_LIMIT(
      COUNTER,
      "config_targets_over_limit_total",
      "Targets not asked for because as many as allowed are in use."),
  CONFIG_WAITS_EXPIRED(
      COUNTER, "config_waits_expired_total", "New targets whose config did not come in time."),
  CONFIG_MISSING(
      COUNTER,
      "connections_without_config_total",
      "Connections passed through because their config was missing.");

  private final Type type;
  private final String suffix;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  MetricFamily(Type type, String suffix, String help, String... labels) {
    this.type = type;
    this.suffix = suffix;
    this.help = help;
    this.labels = List.of(labels);
  }

  String fullName() {
    return "mesh_proxy_" + suffix;
  }

  String help() {
    return help;
  }

  Type type() {
    return type;
  }

  List<String> labels() {
    return labels;
  }

  /**
   * Name and labels as they stand in the exposition.
   *
   * @param values one for each label, in the order of {@link #labels}
   */
  String series(String... values) {
    return fullName() + labelled(values);
  }

  /** The labels alone, in braces; empty where there are none. */
  String labelled(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%d values for %s (expected: %s)".formatted(values.length, fullName(), labels));
    }
    var pairs = new StringJoiner(",", "{", "}").setEmptyValue("");
    for (int i = 0; i < values.length; i++) {
      pairs.add(labels.get(i) + "=\"" + escaped(values[i]) + "\"");
    }
    return pairs.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** What a metric's values mean; in small letters as in the exposition. */
  enum Type {
    /** Only grows. */
    COUNTER,
    /** Comes and goes. */
    GAUGE,
    /** Counts by size, with the sum. */
    HISTOGRAM;

    String keyword() {
      return Keyword.of(this);
    }
  }
}
