package diy.mesh.dataplane.telemetry;

import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Everything the proxy counts: one constant, and so one slot, for each name and label value. */
public enum Metric {
  ACCEPTED_INBOUND(MetricFamily.CONNECTIONS_ACCEPTED, "direction", "inbound"),
  ACCEPTED_OUTBOUND(MetricFamily.CONNECTIONS_ACCEPTED, "direction", "outbound"),
  OPEN_INBOUND(MetricFamily.CONNECTIONS_OPEN, "direction", "inbound"),
  OPEN_OUTBOUND(MetricFamily.CONNECTIONS_OPEN, "direction", "outbound"),
  VERDICT_HTTP(MetricFamily.CONNECTIONS_DETECTED, "verdict", "http"),
  VERDICT_OPAQUE(MetricFamily.CONNECTIONS_DETECTED, "verdict", "opaque"),
  VERDICT_PASSTHROUGH(MetricFamily.CONNECTIONS_DETECTED, "verdict", "passthrough"),

  REQUESTS_INBOUND_1XX(MetricFamily.REQUESTS, "direction", "inbound", "status", "1xx"),
  REQUESTS_INBOUND_2XX(MetricFamily.REQUESTS, "direction", "inbound", "status", "2xx"),
  REQUESTS_INBOUND_3XX(MetricFamily.REQUESTS, "direction", "inbound", "status", "3xx"),
  REQUESTS_INBOUND_4XX(MetricFamily.REQUESTS, "direction", "inbound", "status", "4xx"),
  REQUESTS_INBOUND_5XX(MetricFamily.REQUESTS, "direction", "inbound", "status", "5xx"),
  REQUESTS_OUTBOUND_1XX(MetricFamily.REQUESTS, "direction", "outbound", "status", "1xx"),
  REQUESTS_OUTBOUND_2XX(MetricFamily.REQUESTS, "direction", "outbound", "status", "2xx"),
  REQUESTS_OUTBOUND_3XX(MetricFamily.REQUESTS, "direction", "outbound", "status", "3xx"),
  REQUESTS_OUTBOUND_4XX(MetricFamily.REQUESTS, "direction", "outbound", "status", "4xx"),
  REQUESTS_OUTBOUND_5XX(MetricFamily.REQUESTS, "direction", "outbound", "status", "5xx"),

  REFUSED_BAD_START_LINE(MetricFamily.REFUSALS, "reason", "bad-start-line"),
  REFUSED_BAD_METHOD(MetricFamily.REFUSALS, "reason", "bad-method"),
  REFUSED_BAD_TARGET(MetricFamily.REFUSALS, "reason", "bad-target"),
  REFUSED_BAD_VERSION(MetricFamily.REFUSALS, "reason", "bad-version"),
  REFUSED_BARE_LINE_END(MetricFamily.REFUSALS, "reason", "bare-line-end"),
  REFUSED_EMPTY_LINES(MetricFamily.REFUSALS, "reason", "empty-lines"),
  REFUSED_BAD_FIELD_NAME(MetricFamily.REFUSALS, "reason", "bad-field-name"),
  REFUSED_BAD_FIELD_VALUE(MetricFamily.REFUSALS, "reason", "bad-field-value"),
  REFUSED_FOLDED_FIELD(MetricFamily.REFUSALS, "reason", "folded-field"),
  REFUSED_MISSING_HOST(MetricFamily.REFUSALS, "reason", "missing-host"),
  REFUSED_REPEATED_HOST(MetricFamily.REFUSALS, "reason", "repeated-host"),
  REFUSED_BAD_HOST(MetricFamily.REFUSALS, "reason", "bad-host"),
  REFUSED_BAD_LENGTH(MetricFamily.REFUSALS, "reason", "bad-length"),
  REFUSED_REPEATED_LENGTH(MetricFamily.REFUSALS, "reason", "repeated-length"),
  REFUSED_CONFLICTING_LENGTH(MetricFamily.REFUSALS, "reason", "conflicting-length"),
  REFUSED_BAD_TRANSFER_ENCODING(MetricFamily.REFUSALS, "reason", "bad-transfer-encoding"),
  REFUSED_CONNECT_WITH_BODY(MetricFamily.REFUSALS, "reason", "connect-with-body"),
  REFUSED_BAD_CHUNK_SIZE(MetricFamily.REFUSALS, "reason", "bad-chunk-size"),
  REFUSED_BAD_CHUNK_EXTENSION(MetricFamily.REFUSALS, "reason", "bad-chunk-extension"),
  REFUSED_BAD_CHUNK_END(MetricFamily.REFUSALS, "reason", "bad-chunk-end"),
  REFUSED_FORBIDDEN_TRAILER(MetricFamily.REFUSALS, "reason", "forbidden-trailer"),
  REFUSED_REQUEST_TIMEOUT(MetricFamily.REFUSALS, "reason", "request-timeout"),
  REFUSED_TARGET_TOO_LONG(MetricFamily.REFUSALS, "reason", "target-too-long"),
  REFUSED_HEADERS_TOO_LARGE(MetricFamily.REFUSALS, "reason", "headers-too-large"),
  REFUSED_TOO_MANY_FIELDS(MetricFamily.REFUSALS, "reason", "too-many-fields"),
  REFUSED_TRAILERS_TOO_LARGE(MetricFamily.REFUSALS, "reason", "trailers-too-large"),
  REFUSED_UNKNOWN_CODING(MetricFamily.REFUSALS, "reason", "unknown-coding"),
  REFUSED_CONNECT_NOT_ALLOWED(MetricFamily.REFUSALS, "reason", "connect-not-allowed"),
  REFUSED_VERSION_NOT_SUPPORTED(MetricFamily.REFUSALS, "reason", "version-not-supported"),
  REFUSED_UNKNOWN_BACKEND(MetricFamily.REFUSALS, "reason", "unknown-backend"),
  REFUSED_NO_WEIGHT(MetricFamily.REFUSALS, "reason", "no-weight"),
  REFUSED_NO_ENDPOINT(MetricFamily.REFUSALS, "reason", "no-endpoint"),
  REFUSED_CONNECT_FAILED(MetricFamily.REFUSALS, "reason", "connect-failed"),
  REFUSED_UPSTREAM_CLOSED(MetricFamily.REFUSALS, "reason", "upstream-closed"),
  REFUSED_MALFORMED_RESPONSE(MetricFamily.REFUSALS, "reason", "malformed-response"),
  REFUSED_LOOP(MetricFamily.REFUSALS, "reason", "loop"),

  UPSTREAM_OPENED(MetricFamily.UPSTREAM_CONNECTIONS, "outcome", "opened"),
  UPSTREAM_REUSED(MetricFamily.UPSTREAM_CONNECTIONS, "outcome", "reused"),
  UPSTREAM_FAILED(MetricFamily.UPSTREAM_CONNECTIONS, "outcome", "failed"),
  RETRIES(MetricFamily.RETRIES),
  BYTES_RECEIVED(MetricFamily.DOWNSTREAM_BYTES, "flow", "received"),
  BYTES_SENT(MetricFamily.DOWNSTREAM_BYTES, "flow", "sent"),

  CONFIG_CONNECTED(MetricFamily.CONFIG_CONNECTED),
  CONFIG_STREAMS(MetricFamily.CONFIG_STREAMS),
  CONFIG_AGE(MetricFamily.CONFIG_AGE),
  CONFIG_UPDATES(MetricFamily.CONFIG_UPDATES),
  CONFIG_ACKS(MetricFamily.CONFIG_ANSWERS, "answer", "ack"),
  CONFIG_NACKS(MetricFamily.CONFIG_ANSWERS, "answer", "nack"),
  CONFIG_TARGETS(MetricFamily.CONFIG_TARGETS),
  CONFIG_TARGETS_DROPPED(MetricFamily.CONFIG_TARGETS_DROPPED),
  CONFIG_TARGETS_OVER_LIMIT(MetricFamily.CONFIG_TARGETS_OVER_LIMIT),
  CONFIG_WAITS_EXPIRED(MetricFamily.CONFIG_WAITS_EXPIRED),
  CONFIG_MISSING(MetricFamily.CONFIG_MISSING);

  private static final int STATUS_CLASSES = 5;

  private static final Metric[] INBOUND_REQUESTS = startingWith("REQUESTS_INBOUND_");
  private static final Metric[] OUTBOUND_REQUESTS = startingWith("REQUESTS_OUTBOUND_");

  private static final Map<String, Metric> BY_REASON =
      Arrays.stream(values())
          .filter(metric -> metric.family == MetricFamily.REFUSALS)
          .collect(Collectors.toUnmodifiableMap(metric -> metric.lastValue, metric -> metric));

  private final MetricFamily family;
  private final String series;
  private final String lastValue;

  Metric(MetricFamily family, String... labels) {
    var pairs = new StringJoiner(",", "{", "}").setEmptyValue("");
    for (int i = 0; i < labels.length; i += 2) {
      pairs.add("%s=\"%s\"".formatted(labels[i], labels[i + 1]));
    }
    this.family = family;
    this.series = family.fullName() + pairs;
    this.lastValue = labels.length == 0 ? "" : labels[labels.length - 1];
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
   * Where a request is counted.
   *
   * @param status the HTTP status its client got, 100 to 599
   */
  public static Metric request(Direction direction, int status) {
    Metric[] byStatus = direction == Direction.INBOUND ? INBOUND_REQUESTS : OUTBOUND_REQUESTS;
    return byStatus[Math.clamp(status / 100 - 1, 0, STATUS_CLASSES - 1)];
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

  /** As it stands in the exposition, for example {@code mesh_proxy_retries_total}. */
  String series() {
    return series;
  }

  private static Metric[] startingWith(String prefix) {
    return Arrays.stream(values())
        .filter(metric -> metric.name().startsWith(prefix))
        .toArray(Metric[]::new);
  }
}
