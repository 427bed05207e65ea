package diy.mesh.dataplane.telemetry;

import static diy.mesh.dataplane.telemetry.MetricFamily.Type.COUNTER;
import static diy.mesh.dataplane.telemetry.MetricFamily.Type.GAUGE;

import java.util.Locale;

/** What metrics that differ only in a label have in common. */
enum MetricFamily {
  CONNECTIONS_ACCEPTED(COUNTER, "connections_accepted_total", "Connections accepted."),
  CONNECTIONS_OPEN(GAUGE, "connections_open", "Accepted connections that are open now."),
  CONNECTIONS_DETECTED(
      COUNTER,
      "connections_detected_total",
      "Connections by what they were found to carry; passthrough: not looked into."),
  REQUESTS(COUNTER, "requests_total", "HTTP requests answered, by the status the client got."),
  REFUSALS(COUNTER, "refusals_total", "Requests and connections the proxy refused itself."),
  UPSTREAM_CONNECTIONS(
      COUNTER,
      "upstream_connections_total",
      "Connections to upstreams: opened, taken from the pool, or failed to open."),
  RETRIES(COUNTER, "retries_total", "Requests sent to an upstream once more."),
  DOWNSTREAM_BYTES(COUNTER, "downstream_bytes_total", "Bytes from and to accepted connections."),
  CONFIG_CONNECTED(GAUGE, "config_stream_connected", "1 while the control plane's stream is up."),
  CONFIG_STREAMS(COUNTER, "config_streams_total", "Streams to the control plane begun."),
  CONFIG_AGE(GAUGE, "config_age_seconds", "How old the config may be: 0 while the stream is up."),
  CONFIG_UPDATES(COUNTER, "config_updates_total", "Targets received from the control plane."),
  CONFIG_ANSWERS(
      COUNTER, "config_answers_total", "Targets received, by whether they could be used."),
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

  MetricFamily(Type type, String suffix, String help) {
    this.type = type;
    this.suffix = suffix;
    this.help = help;
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

  /** Whether a metric only grows; in small letters as in the exposition. */
  enum Type {
    COUNTER,
    GAUGE;

    String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
