package diy.mesh.dataplane.telemetry;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything the proxy counts: one constant, and so one slot, for each name and label value. */
public enum Metric {
  ACCEPTED_INBOUND(MetricFamily.CONNECTIONS_ACCEPTED, "inbound"),
  ACCEPTED_OUTBOUND(MetricFamily.CONNECTIONS_ACCEPTED, "outbound"),
  OPEN_INBOUND(MetricFamily.CONNECTIONS_OPEN, "inbound"),
  OPEN_OUTBOUND(MetricFamily.CONNECTIONS_OPEN, "outbound"),
  VERDICT_HTTP(MetricFamily.CONNECTIONS_DETECTED, "http"),
  VERDICT_HTTP2(MetricFamily.CONNECTIONS_DETECTED, "http2"),
  VERDICT_OPAQUE(MetricFamily.CONNECTIONS_DETECTED, "opaque"),
  VERDICT_PASSTHROUGH(MetricFamily.CONNECTIONS_DETECTED, "passthrough"),

  REFUSED_BAD_START_LINE(MetricFamily.REFUSALS, "bad-start-line"),
  REFUSED_BAD_METHOD(MetricFamily.REFUSALS, "bad-method"),
  REFUSED_BAD_TARGET(MetricFamily.REFUSALS, "bad-target"),
  REFUSED_BAD_VERSION(MetricFamily.REFUSALS, "bad-version"),
  REFUSED_BARE_LINE_END(MetricFamily.REFUSALS, "bare-line-end"),
  REFUSED_EMPTY_LINES(MetricFamily.REFUSALS, "empty-lines"),
  REFUSED_BAD_FIELD_NAME(MetricFamily.REFUSALS, "bad-field-name"),
  REFUSED_BAD_FIELD_VALUE(MetricFamily.REFUSALS, "bad-field-value"),
  REFUSED_FOLDED_FIELD(MetricFamily.REFUSALS, "folded-field"),
  REFUSED_MISSING_HOST(MetricFamily.REFUSALS, "missing-host"),
  REFUSED_REPEATED_HOST(MetricFamily.REFUSALS, "repeated-host"),
  REFUSED_BAD_HOST(MetricFamily.REFUSALS, "bad-host"),
  REFUSED_BAD_LENGTH(MetricFamily.REFUSALS, "bad-length"),
  REFUSED_REPEATED_LENGTH(MetricFamily.REFUSALS, "repeated-length"),
  REFUSED_CONFLICTING_LENGTH(MetricFamily.REFUSALS, "conflicting-length"),
  REFUSED_BAD_TRANSFER_ENCODING(MetricFamily.REFUSALS, "bad-transfer-encoding"),
  REFUSED_CONNECT_WITH_BODY(MetricFamily.REFUSALS, "connect-with-body"),
  REFUSED_BAD_CHUNK_SIZE(MetricFamily.REFUSALS, "bad-chunk-size"),
  REFUSED_BAD_CHUNK_EXTENSION(MetricFamily.REFUSALS, "bad-chunk-extension"),
  REFUSED_BAD_CHUNK_END(MetricFamily.REFUSALS, "bad-chunk-end"),
  REFUSED_FORBIDDEN_TRAILER(MetricFamily.REFUSALS, "forbidden-trailer"),
  REFUSED_BAD_PSEUDO_FIELD(MetricFamily.REFUSALS, "bad-pseudo-field"),
  REFUSED_CONNECTION_FIELD(MetricFamily.REFUSALS, "connection-field"),
  REFUSED_REQUEST_TIMEOUT(MetricFamily.REFUSALS, "request-timeout"),
  REFUSED_TARGET_TOO_LONG(MetricFamily.REFUSALS, "target-too-long"),
  REFUSED_HEADERS_TOO_LARGE(MetricFamily.REFUSALS, "headers-too-large"),
  REFUSED_TOO_MANY_FIELDS(MetricFamily.REFUSALS, "too-many-fields"),
  REFUSED_TRAILERS_TOO_LARGE(MetricFamily.REFUSALS, "trailers-too-large"),
  REFUSED_UNKNOWN_CODING(MetricFamily.REFUSALS, "unknown-coding"),
  REFUSED_CONNECT_NOT_ALLOWED(MetricFamily.REFUSALS, "connect-not-allowed"),
  REFUSED_VERSION_NOT_SUPPORTED(MetricFamily.REFUSALS, "version-not-supported"),
  REFUSED_UNKNOWN_BACKEND(MetricFamily.REFUSALS, "unknown-backend"),
  REFUSED_NO_RULE(MetricFamily.REFUSALS, "no-rule"),
  REFUSED_NO_WEIGHT(MetricFamily.REFUSALS, "no-weight"),
  REFUSED_NO_ENDPOINT(MetricFamily.REFUSALS, "no-endpoint"),
  REFUSED_CONNECT_FAILED(MetricFamily.REFUSALS, "connect-failed"),
  REFUSED_NO_DESCRIPTOR(MetricFamily.REFUSALS, "no-descriptor"),
  REFUSED_UPSTREAM_TIMEOUT(MetricFamily.REFUSALS, "upstream-timeout"),
  REFUSED_DEADLINE_EXCEEDED(MetricFamily.REFUSALS, "deadline-exceeded"),
  REFUSED_UPSTREAM_CLOSED(MetricFamily.REFUSALS, "upstream-closed"),
  REFUSED_MALFORMED_RESPONSE(MetricFamily.REFUSALS, "malformed-response"),
  REFUSED_LOOP(MetricFamily.REFUSALS, "loop"),

  CONNECTIONS_LIMIT(MetricFamily.CONNECTIONS_LIMIT),
  LIMIT_CONNECTIONS(MetricFamily.LIMITS_HIT, "connections"),
  LIMIT_KEPT_UPSTREAMS(MetricFamily.LIMITS_HIT, "kept-upstreams"),
  LIMIT_DESCRIPTORS_ACCEPT(MetricFamily.LIMITS_HIT, "descriptors-accept"),
  LIMIT_DESCRIPTORS_CONNECT(MetricFamily.LIMITS_HIT, "descriptors-connect"),
  LIMIT_HEAD(MetricFamily.LIMITS_HIT, "head-time"),
  LIMIT_STALL_CLIENT(MetricFamily.LIMITS_HIT, "stall-client"),
  LIMIT_STALL_UPSTREAM(MetricFamily.LIMITS_HIT, "stall-upstream"),
  LIMIT_DEADLINE(MetricFamily.LIMITS_HIT, "deadline"),
  LIMIT_IDLE(MetricFamily.LIMITS_HIT, "idle"),
  LIMIT_RESETS(MetricFamily.LIMITS_HIT, "http2-resets"),
  LIMIT_CONTROL_FRAMES(MetricFamily.LIMITS_HIT, "http2-control-frames"),
  LIMIT_EMPTY_FRAMES(MetricFamily.LIMITS_HIT, "http2-empty-frames"),
  LIMIT_CONTINUATIONS(MetricFamily.LIMITS_HIT, "http2-continuations"),
  LIMIT_RELAY_IDLE(MetricFamily.LIMITS_HIT, "relay-idle"),
  LIMIT_LINGER(MetricFamily.LIMITS_HIT, "linger-time"),
  LIMIT_LINGER_BYTES(MetricFamily.LIMITS_HIT, "linger-bytes"),

  STOPPED_FINISHED(MetricFamily.STOPPED_CONNECTIONS, "finished"),
  STOPPED_AT_REST(MetricFamily.STOPPED_CONNECTIONS, "at-rest"),
  STOPPED_CUT(MetricFamily.STOPPED_CONNECTIONS, "cut"),

  UPSTREAM_OPENED(MetricFamily.UPSTREAM_CONNECTIONS, "opened"),
  UPSTREAM_REUSED(MetricFamily.UPSTREAM_CONNECTIONS, "reused"),
  UPSTREAM_FAILED(MetricFamily.UPSTREAM_CONNECTIONS, "failed"),
  HTTP2_STREAM_ERRORS(MetricFamily.HTTP2_ERRORS, "stream"),
  HTTP2_CONNECTION_ERRORS(MetricFamily.HTTP2_ERRORS, "connection"),
  RETRIES_CONNECT_FAILED(MetricFamily.RETRIES, "connect-failed"),
  RETRIES_UPSTREAM_CLOSED(MetricFamily.RETRIES, "upstream-closed"),
  BYTES_RECEIVED(MetricFamily.DOWNSTREAM_BYTES, "received"),
  BYTES_SENT(MetricFamily.DOWNSTREAM_BYTES, "sent"),

  LOG_LINES_WRITTEN(MetricFamily.LOG_LINES, "written"),
  LOG_LINES_UNWRITTEN(MetricFamily.LOG_LINES, "unwritten"),
  LOG_LINES_DROPPED(MetricFamily.LOG_LINES, "dropped"),
  TRACES_WRITTEN(MetricFamily.TRACES, "written"),
  TRACES_OVER_LIMIT(MetricFamily.TRACES, "over-limit"),
  SERIES_TURNED_AWAY(MetricFamily.SERIES_TURNED_AWAY),

  CONFIG_CONNECTED(MetricFamily.CONFIG_CONNECTED),
  CONFIG_STREAMS(MetricFamily.CONFIG_STREAMS),
  CONFIG_AGE(MetricFamily.CONFIG_AGE),
  CONFIG_VERSION(MetricFamily.CONFIG_VERSION),
  CONFIG_CHANGED(MetricFamily.CONFIG_CHANGED),
  CONFIG_UPDATES(MetricFamily.CONFIG_UPDATES),
  CONFIG_ACKS(MetricFamily.CONFIG_ANSWERS, "ack"),
  CONFIG_NACKS(MetricFamily.CONFIG_ANSWERS, "nack"),
  CONFIG_TARGETS(MetricFamily.CONFIG_TARGETS),
  CONFIG_TARGETS_DROPPED(MetricFamily.CONFIG_TARGETS_DROPPED),
  CONFIG_TARGETS_OVER_LIMIT(MetricFamily.CONFIG_TARGETS_OVER_LIMIT),
  CONFIG_WAITS_EXPIRED(MetricFamily.CONFIG_WAITS_EXPIRED),
  CONFIG_MISSING(MetricFamily.CONFIG_MISSING);

  private static final Map<String, Metric> BY_REASON =
      Arrays.stream(values())
          .filter(metric -> metric.family == MetricFamily.REFUSALS)
          .collect(Collectors.toUnmodifiableMap(metric -> metric.lastValue, metric -> metric));

  private final MetricFamily family;
  private final String series;
  private final String lastValue;

  /** The values of the family's labels, in their order. */
  Metric(MetricFamily family, String... values) {
    this.family = family;
    this.series = family.series(values);
    this.lastValue = values.length == 0 ? "" : values[values.length - 1];
  }

  /** Where a connection that was accepted is counted. */
  public static Metric accepted(Direction direction) {
    return direction == Direction.INBOUND ? ACCEPTED_INBOUND : ACCEPTED_OUTBOUND;
  }

  /** Where a connection is counted while it is open: plus one, then minus one. */
  public static Metric open(Direction direction) {
    return direction == Direction.INBOUND ? OPEN_INBOUND : OPEN_OUTBOUND;
  }

  /**
   * Where a refusal is counted.
   *
   * @param reason as {@code Refusal.reason()} has it
   * @throws IllegalArgumentException if no metric has that reason
   */
  public static Metric refusal(String reason) {
    Metric metric = BY_REASON.get(reason);
    if (metric == null) {
      throw new IllegalArgumentException(
          "reason: %s (expected: one of %s)".formatted(reason, BY_REASON.keySet()));
    }
    return metric;
  }

  MetricFamily family() {
    return family;
  }

  /** As it stands in the exposition, for example {@code mesh_proxy_config_targets}. */
  String series() {
    return series;
  }
}
