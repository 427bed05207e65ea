package diy.mesh.dataplane;

import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.StreamSecurity;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.http.ForwardedPolicy;
import diy.mesh.dataplane.http.StreamLimits;
import diy.mesh.dataplane.log.LogLevel;
import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.telemetry.Keyword;
import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.Redaction;
import diy.mesh.dataplane.telemetry.RequestTrace;
import diy.mesh.dataplane.upstream.IdleLimit;
import diy.mesh.model.workload.ProxyPorts;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that can be set, read from the environment and nowhere else.
 *
 * @param control whom to ask for config, and as whom; nobody where there is nothing to ask
 * @param capture how connections come to the proxy
 * @param targets the bounds of what is held
 * @param traffic how long connections wait for what
 * @param requestFields what upstreams are told of each request
 * @param adminPort of the proxy's own pages; 0 for any free one
 * @param probePorts of the app, about which the proxy's own pages answer
 * @param series how many routes and backends are told apart in metrics, 1 or more
 * @param limits how much of what there may be, and how long connections wait for each other
 * @param eventLoops how many threads serve traffic, 1 or more
 * @param log what is written
 */
record Settings(
    Optional<ConfigStreamClient.Peers> control,
    Capture capture,
    TargetTable.Limits targets,
    Traffic traffic,
    RequestFields requestFields,
    int adminPort,
    Set<Integer> probePorts,
    int series,
    Limits limits,
    int eventLoops,
    Log log) {

  /**
   * How long connections wait for what.
   *
   * @param detect how long a client may stay silent before the upstream is dialed all the same
   * @param connect how long an upstream may take to accept
   * @param idle how long an upstream connection is kept for the next request
   * @param opaquePorts whose connections are relayed without a look at their bytes
   * @param allowConnect whether CONNECT is forwarded instead of refused
   * @param drain how long connections have to end after the proxy was told to; 0 for not at all
   */
  record Traffic(
      Duration detect,
      Duration connect,
      IdleLimit idle,
      Set<Integer> opaquePorts,
      boolean allowConnect,
      Duration drain) {}

  /**
   * What nobody may exceed; docs/book/09-limits.md says what happens then, and where it is counted.
   *
   * @param connections how many accepted connections may be open at once, 1 or more
   * @param http of each connection
   */
  record Limits(int connections, diy.mesh.dataplane.http.Limits http) {}

  /**
   * What upstreams are told of each request, besides what its client says.
   *
   * @param forwarded about the client
   * @param traces about the trace, where the client named none
   */
  record RequestFields(ForwardedPolicy forwarded, NewTraces traces) {}

  /**
   * What is written, and how.
   *
   * @param level of the proxy's own log
   * @param access a line for each request and connection
   * @param tracing whether requests are traced from the start
   * @param traces their bounds, and what no log shows
   * @param queue how many lines of one event loop may wait for the output, 1 or more
   */
  record Log(
      LogLevel level, LineFormat access, boolean tracing, RequestTrace.Limits traces, int queue) {}

  /** More loops serve a sidecar's traffic no faster, and each has its own pools. */
  private static final int DEFAULT_LOOPS = 2;

  private static final int MOST_PORT = 65_535;
  private static final int MOST_LOOPS = 64;
  private static final int MINUTE_MILLIS = 60_000;
  private static final int HOUR_SECONDS = 3_600;
  private static final int DAY_SECONDS = 86_400;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int MOST_FIELDS = 10_000;
  private static final int MOST_HEAD_BYTES = 1 << 20;

  /** More than a pod has in good times; what one costs: docs/book/09-limits.md. */
  private static final int USUAL_CONNECTIONS = 20_000;

  /** More connect more often than they are kept in vain. */
  private static final int USUAL_KEPT = 2_000;

  /** For everything but traffic: jars, event loops, the config stream, admin. */
  private static final int OTHER_DESCRIPTORS = 100;

  /** One takes 1.5 KB where it is used at all, and about 20 lines of each scrape. */
  private static final int DEFAULT_SERIES = 500;

  /** A fifth of a second of 40,000 requests a second; full, a few MB. */
  private static final int DEFAULT_LOG_QUEUE = 8_192;

  private static final int MOST_LOG_QUEUE = 1 << 20;

  private static final int MOST_SERIES = 100_000;

  /** The control plane keeps no more for one proxy. */
  private static final int MOST_TARGETS = 4_096;

  /** A value that cannot be used; the message names the variable, the value and what it takes. */
  static final class BadSetting extends Exception {
    private static final long serialVersionUID = 1L;

    private BadSetting(String name, String value, String expected) {
      super("%s: '%s' (expected: %s)".formatted(name, value, expected));
    }
  }

  /**
   * Reads the variables named below; what is not set has the default beside it.
   *
   * @throws BadSetting for the first value that cannot be used
   */
  static Settings fromEnvironment(Map<String, String> environment) throws BadSetting {
    var variables = new Variables(environment);
    Capture capture = variables.capture();
    return new Settings(
        variables.control(capture),
        capture,
        new TargetTable.Limits(
            variables.millis("MESH_CONFIG_WAIT_MILLIS", 1_000),
            variables.seconds("MESH_TARGET_IDLE_SECONDS", 600),
            variables.integer("MESH_TARGETS", MOST_TARGETS, 1, MOST_TARGETS)),
        new Traffic(
            variables.millis("MESH_DETECT_WAIT_MILLIS", 100),
            variables.millis("MESH_CONNECT_TIMEOUT_MILLIS", 5_000),
            variables.idle(),
            variables.ports("MESH_OPAQUE_PORTS"),
            variables.flag("MESH_ALLOW_CONNECT", false),
            Duration.ofSeconds(variables.integer("MESH_DRAIN_SECONDS", 5, 0, HOUR_SECONDS))),
        new RequestFields(
            variables.choice("MESH_FORWARDED", ForwardedPolicy.APPEND, ForwardedPolicy.values()),
            variables.choice("MESH_TRACEPARENT", NewTraces.SAMPLED, NewTraces.values())),
        variables.integer("MESH_ADMIN_PORT", ProxyPorts.ADMIN, 0, MOST_PORT),
        variables.ports("MESH_PROBE_PORTS"),
        variables.integer("MESH_METRIC_SERIES", DEFAULT_SERIES, 1, MOST_SERIES),
        variables.limits(),
        variables.eventLoops(),
        variables.log());
  }

  /**
   * As many connections as there are file descriptors for: two each, one to the client and one to
   * the upstream, and an eighth of all for upstream connections that are kept.
   */
  static int connectionsFor(int descriptors) {
    int pairs = (descriptors - descriptors / 8 - OTHER_DESCRIPTORS) / 2;
    return Math.clamp(pairs, 1, USUAL_CONNECTIONS);
  }

  /** An eighth of all file descriptors, or as many as help; over all event loops. */
  static int keptFor(int descriptors) {
    return Math.clamp(descriptors / 8, 1, USUAL_KEPT);
  }

  private record Variables(Map<String, String> environment) {

    String text(String name, String otherwise) {
      String value = environment.getOrDefault(name, "");
      return value.isBlank() ? otherwise : value.strip();
    }

    int integer(String name, int otherwise, int least, int most) throws BadSetting {
      String value = text(name, Integer.toString(otherwise));
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Said below, in the same words.
      }
      throw new BadSetting(name, value, "a whole number, %d to %d".formatted(least, most));
    }

    boolean flag(String name, boolean otherwise) throws BadSetting {
      return switch (text(name, Boolean.toString(otherwise))) {
        case "true" -> true;
        case "false" -> false;
        case String value -> throw new BadSetting(name, value, "true or false");
      };
    }

    /** One of an enum's constants, in any case. */
    <E extends Enum<E>> E choice(String name, E otherwise, E[] all) throws BadSetting {
      String value = text(name, Keyword.of(otherwise)).toLowerCase(Locale.ROOT);
      return Keyword.find(value, all)
          .orElseThrow(() -> new BadSetting(name, value, "one of " + Keyword.list(all)));
    }

    Duration millis(String name, int otherwise) throws BadSetting {
      return Duration.ofMillis(integer(name, otherwise, 1, MINUTE_MILLIS));
    }

    Duration seconds(String name, int otherwise) throws BadSetting {
      return Duration.ofSeconds(integer(name, otherwise, 1, DAY_SECONDS));
    }

    /** 0 stands for without end. */
    Duration secondsOrNone(String name, Duration otherwise) throws BadSetting {
      int seconds = Math.toIntExact(otherwise.toSeconds());
      return Duration.ofSeconds(integer(name, seconds, 0, DAY_SECONDS));
    }

    Limits limits() throws BadSetting {
      var usual = diy.mesh.dataplane.http.Limits.DEFAULT;
      return new Limits(
          integer("MESH_CONNECTIONS", connectionsFor(Descriptors.limit()), 1, MOST_CONNECTIONS),
          new diy.mesh.dataplane.http.Limits(
              integer("MESH_LINE_BYTES", usual.lineBytes(), 1_024, MOST_HEAD_BYTES),
              integer("MESH_HEAD_BYTES", usual.headBytes(), 1_024, MOST_HEAD_BYTES),
              integer("MESH_HEAD_FIELDS", usual.fields(), 1, MOST_FIELDS),
              integer("MESH_TRAILER_BYTES", usual.trailerBytes(), 0, MOST_HEAD_BYTES),
              integer("MESH_TRAILERS", usual.trailers(), 0, MOST_FIELDS),
              integer("MESH_EXTENSION_BYTES", usual.extensionBytes(), 0, MOST_HEAD_BYTES),
              integer("MESH_INFORMATIONAL", usual.informational(), 0, MOST_FIELDS),
              streams(usual.streams()),
              patience(usual.patience())));
    }

    private StreamLimits streams(StreamLimits usual) throws BadSetting {
      int most = 64 << 20;
      return new StreamLimits(
          integer("MESH_HTTP2_STREAMS", usual.concurrent(), 1, MOST_FIELDS),
          integer("MESH_HTTP2_STREAM_BYTES", usual.windowBytes(), 16 << 10, most),
          integer("MESH_HTTP2_CONNECTION_BYTES", usual.connectionBytes(), 64 << 10, most),
          integer("MESH_HTTP2_RESETS", usual.resetsPerSecond(), 1, MOST_FIELDS),
          integer("MESH_HTTP2_CONTROL_FRAMES", usual.controlPerSecond(), 1, MOST_FIELDS),
          integer("MESH_HTTP2_EMPTY_FRAMES", usual.emptyPerSecond(), 1, MOST_FIELDS),
          integer("MESH_HTTP2_CONTINUATIONS", usual.continuations(), 1, MOST_FIELDS));
    }

    private Patience patience(Patience usual) throws BadSetting {
      int lingerBytes = Math.toIntExact(usual.lingerBytes());
      return new Patience(
          secondsOrNone("MESH_HEAD_SECONDS", usual.head()),
          secondsOrNone("MESH_STALL_SECONDS", usual.stall()),
          secondsOrNone("MESH_CLIENT_IDLE_SECONDS", usual.idle()),
          secondsOrNone("MESH_RELAY_IDLE_SECONDS", usual.relayIdle()),
          secondsOrNone("MESH_LINGER_SECONDS", usual.linger()),
          integer("MESH_LINGER_BYTES", lingerBytes, 0, Integer.MAX_VALUE));
    }

    int eventLoops() throws BadSetting {
      int cores = Runtime.getRuntime().availableProcessors();
      return integer("MESH_EVENT_LOOPS", Math.min(cores, DEFAULT_LOOPS), 1, MOST_LOOPS);
    }

    IdleLimit idle() throws BadSetting {
      int kept = integer("MESH_UPSTREAM_KEPT", keptFor(Descriptors.limit()), 1, MOST_CONNECTIONS);
      return new IdleLimit(
          seconds("MESH_UPSTREAM_IDLE_SECONDS", 4),
          seconds("MESH_UPSTREAM_IDLE_MOST_SECONDS", 60),
          Math.max(1, kept / eventLoops()));
    }

    Log log() throws BadSetting {
      return new Log(
          choice("MESH_LOG_LEVEL", LogLevel.INFO, LogLevel.values()),
          choice("MESH_ACCESS_LOG", LineFormat.OFF, LineFormat.values()),
          flag("MESH_TRACE", false),
          new RequestTrace.Limits(
              integer("MESH_TRACE_PER_SECOND", 10, 1, 1_000),
              integer("MESH_TRACE_CHARS", 8_192, 1_024, 1 << 20),
              Redaction.of(names("MESH_REDACT"), flag("MESH_LOG_QUERY", false))),
          integer("MESH_LOG_QUEUE", DEFAULT_LOG_QUEUE, 1, MOST_LOG_QUEUE));
    }

    private List<String> parts(String name) {
      String value = text(name, "");
      return value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*", -1));
    }

    /** With commas between them; none where nothing is set. */
    Set<Integer> ports(String name) throws BadSetting {
      var ports = parts(name).stream().map(Variables::port).collect(Collectors.toSet());
      if (ports.contains(0)) {
        throw new BadSetting(name, text(name, ""), "ports from 1 to 65535, as 25,3306");
      }
      return Set.copyOf(ports);
    }

    /** Names of fields, with commas between them. */
    private List<String> names(String name) throws BadSetting {
      List<String> names = parts(name);
      if (names.stream().allMatch(each -> each.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"))) {
        return names;
      }
      throw new BadSetting(name, text(name, ""), "names of fields, as x-session,x-pin");
    }

    /** The names that sidecars of explicit ports have always had. */
    Capture capture() throws BadSetting {
      if (text("PORT", "").isEmpty() && text("TARGET_PORT", "").isEmpty()) {
        return new Capture.Redirected();
      }
      int port = integer("PORT", 0, 1, MOST_PORT);
      int target = integer("TARGET_PORT", 0, 1, MOST_PORT);
      if (port == target) {
        throw new BadSetting("TARGET_PORT", text("TARGET_PORT", ""), "another port than PORT");
      }
      return new Capture.Explicit(port, target);
    }

    /** Explicit ports have one target each, known from the start. */
    Optional<ConfigStreamClient.Peers> control(Capture capture) throws BadSetting {
      return switch (capture) {
        case Capture.Redirected _ -> Optional.of(peers());
        case Capture.Explicit _ -> Optional.empty();
      };
    }

    private ConfigStreamClient.Peers peers() throws BadSetting {
      String name = "MESH_CONTROL_PLANE";
      String value = text(name, "control-plane.diy-mesh.svc:" + ProxyPorts.CONTROL_PLANE);
      int colon = value.lastIndexOf(':');
      String host = colon < 0 ? "" : value.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      int port = port(value.substring(colon + 1));
      if (host.isEmpty() || port == 0) {
        throw new BadSetting(name, value, "HOST:PORT, as control-plane.diy-mesh.svc:15010");
      }
      return new ConfigStreamClient.Peers(
          host,
          port,
          text("POD_NAMESPACE", "default"),
          text("POD_NAME", text("HOSTNAME", "unknown")),
          security(host));
    }

    /** Both or none: a token that goes over the wire in the clear is everybody's. */
    private Optional<StreamSecurity> security(String host) throws BadSetting {
      String anchors = text("MESH_TRUST_ANCHORS", "");
      String token = text("MESH_TOKEN_FILE", "");
      if (anchors.isEmpty() && token.isEmpty()) {
        return Optional.empty();
      }
      if (anchors.isEmpty() || token.isEmpty()) {
        throw new BadSetting(
            anchors.isEmpty() ? "MESH_TRUST_ANCHORS" : "MESH_TOKEN_FILE",
            "",
            "set, as %s is"
                .formatted(anchors.isEmpty() ? "MESH_TOKEN_FILE" : "MESH_TRUST_ANCHORS"));
      }
      try {
        var trusted = StreamSecurity.certificates(anchors);
        return Optional.of(new StreamSecurity(trusted, host, Path.of(token)));
      } catch (CertificateException e) {
        throw new BadSetting(
            "MESH_TRUST_ANCHORS",
            "%s (%s)".formatted(anchors.lines().findFirst().orElse(""), e.getMessage()),
            "certificates in PEM, one after the other");
      }
    }

    /** 0 where it is none. */
    private static int port(String text) {
      int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
      return port <= MOST_PORT ? port : 0;
    }
  }
}
