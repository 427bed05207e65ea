package diy.mesh.controlplane.admin;

import diy.mesh.controlplane.stream.Counts;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Everything the control plane counts. */
enum Metric {
  PROXIES("proxies", Type.GAUGE, "Proxies whose stream is up."),
  SUBSCRIPTIONS("subscriptions", Type.GAUGE, "Targets that all proxies hold."),
  WATCHED("watched_addresses", Type.GAUGE, "Addresses that any proxy subscribes to."),
  REFUSED("refused_files", Type.GAUGE, "Files refused: the last good content serves."),
  CHANGES("changes_total", Type.COUNTER, "Changes taken in from the source."),
  BUILT("targets_built_total", Type.COUNTER, "Targets built: asked for, or concerned."),
  UPDATES("updates_total", Type.COUNTER, "Targets told to proxies."),
  WITHDRAWS("withdraws_total", Type.COUNTER, "Blocks withdrawn: a Service appeared in them."),
  ACKS("acks_total", Type.COUNTER, "Versions that a proxy took into use."),
  NACKS("nacks_total", Type.COUNTER, "Versions that a proxy refused."),
  STREAMS_REFUSED(
      "streams_refused_total", Type.COUNTER, "Streams refused: no good token, or a wrong hello.");

  private enum Type {
    COUNTER,
    GAUGE
  }

  private final String suffix;
  private final Type type;
  private final String help;

  Metric(String suffix, Type type, String help) {
    this.suffix = suffix;
    this.type = type;
    this.help = help;
  }

  /** All metrics in Prometheus' text format, version 0.0.4. */
  static String text(Counts counts) {
    return Arrays.stream(values())
        .map(metric -> metric.lines(counts))
        .collect(Collectors.joining());
  }

  private String lines(Counts counts) {
    String name = "mesh_control_" + suffix;
    String kind = type.name().toLowerCase(Locale.ROOT);
    return "# HELP %s %s\n# TYPE %s %s\n%s %d\n"
        .formatted(name, help, name, kind, name, value(counts));
  }

  private long value(Counts counts) {
    return switch (this) {
      case PROXIES -> counts.proxies();
      case SUBSCRIPTIONS -> counts.subscriptions();
      case WATCHED -> counts.watched();
      case REFUSED -> counts.filesRefused();
      case CHANGES -> counts.changes();
      case BUILT -> counts.targetsBuilt();
      case UPDATES -> counts.updates();
      case WITHDRAWS -> counts.withdraws();
      case ACKS -> counts.acks();
      case NACKS -> counts.nacks();
      case STREAMS_REFUSED -> counts.streamsRefused();
    };
  }
}
