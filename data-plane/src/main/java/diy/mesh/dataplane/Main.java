package diy.mesh.dataplane;

import diy.mesh.dataplane.admin.AdminPages;
import diy.mesh.dataplane.admin.AdminServer;
import diy.mesh.dataplane.admin.LoggingPage;
import diy.mesh.dataplane.admin.TcpProbe;
import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.Readiness;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.http.Upstreams;
import diy.mesh.dataplane.listener.ConnectionRoom;
import diy.mesh.dataplane.listener.ConnectionTrip;
import diy.mesh.dataplane.listener.Listeners;
import diy.mesh.dataplane.listener.OriginalDestination;
import diy.mesh.dataplane.listener.OwnListeners;
import diy.mesh.dataplane.log.LogLevel;
import diy.mesh.dataplane.log.LogProvider;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.LineWriter;
import diy.mesh.dataplane.telemetry.LogSwitches;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.Observer;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestLog;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.workload.ProxyPorts;
import io.netty.channel.EventLoop;
import io.netty.util.ResourceLeakDetector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The proxy, wired: settings in, stations joined, closed in the opposite order. */
final class Main {

  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;

  private Main() {}

  static void main() throws InterruptedException {
    try {
      var settings = Settings.fromEnvironment(System.getenv());
      prepare(settings.log().level());
      run(settings);
    } catch (Settings.BadSetting e) {
      exit(BAD_SETTINGS, e);
    } catch (IOException e) {
      exit(CANNOT_RUN, e);
    }
  }

  private static void run(Settings settings) throws IOException, InterruptedException {
    var clock = InstantSource.system();
    var telemetry = new Telemetry(settings.series());
    var counters = new PerLoop<>(telemetry::newCounters);
    var log = new LogSwitches(settings.log().access(), settings.log().tracing());
    var stdout = new FileOutputStream(FileDescriptor.out);
    var stderr = new FileOutputStream(FileDescriptor.err);
    var shutdown = Shutdown.onSignal();
    // Closed behind the loops: they write what these end with.
    try (var lines = LineWriter.start(stdout, settings.log().queue());
        var traces = LineWriter.start(stderr, settings.log().queue());
        var loops = EventLoops.start(settings.eventLoops())) {
      var outputs =
          new RequestLog.Outputs(
              log, settings.log().traces(), lines, traces, clock, System::nanoTime);
      var observers = observers(settings.requestFields().traces(), counters, outputs);
      var owner = loops.group().next(); // of all config: whatever changes it runs here
      var targets =
          new TargetTable(
              owner,
              settings.targets(),
              counters,
              telemetry.series(),
              clock,
              new SplittableRandom());
      try (var stream = stream(settings, loops, owner, targets, counters, clock)) {
        Supplier<StreamStatus> status = stream == null ? notNeeded(clock) : stream::status;
        var readiness = new Readiness(status, clock);
        telemetry.gauge(Metric.CONFIG_TARGETS, targets::size);
        telemetry.gauge(Metric.CONFIG_VERSION, targets::fingerprint);
        telemetry.gauge(Metric.CONFIG_CHANGED, targets::lastChange);
        telemetry.gauge(Metric.CONNECTIONS_LIMIT, () -> settings.limits().connections());
        telemetry.gauge(Metric.LOG_LINES_WRITTEN, () -> lines.written() + traces.written());
        telemetry.gauge(Metric.LOG_LINES_UNWRITTEN, () -> lines.unwritten() + traces.unwritten());
        if (stream != null) {
          gauges(telemetry, stream, clock);
        }
        var path =
            new RequestPath(
                own(settings.capture()), settings.traffic().allowConnect(), telemetry.series());
        var logging = new LoggingPage(LogProvider.level(), log);
        var dialer = new Dialer(loops, settings.traffic().connect());
        var probe = new TcpProbe(dialer, settings.probePorts());
        var pages =
            new AdminPages(readiness, telemetry, targets, path, status, logging, probe, clock);
        try (var _ = AdminServer.bind(loops, settings.adminPort(), pages);
            var listeners = listeners(settings, path, loops, targets, observers)) {
          readiness.listening();
          shutdown.await();
          readiness.stopping();
          drain(telemetry, listeners, settings.traffic().drain());
        }
      }
    }
  }

  private static PerLoop<Observer> observers(
      NewTraces traces, PerLoop<Counters> counters, RequestLog.Outputs outputs) {
    return new PerLoop<>(
        () ->
            new Observer(
                counters.get(),
                new RequestIds.Source(traces, new SplittableRandom()),
                new RequestLog(outputs, counters.get())));
  }

  private static void drain(Telemetry telemetry, Listeners listeners, Duration most)
      throws InterruptedException {
    telemetry.gauge(Metric.STOPPED_FINISHED, () -> listeners.tally().finished());
    telemetry.gauge(Metric.STOPPED_AT_REST, () -> listeners.tally().atRest());
    telemetry.gauge(Metric.STOPPED_CUT, () -> listeners.tally().cut());
    var log = LoggerFactory.getLogger(Main.class);
    log.info("told to stop: no new connections; those there are have {} s", most.toSeconds());
    var tally = listeners.drain(most);
    log.info(
        "stopped: {} connections finished, {} at rest were closed, {} were cut off",
        tally.finished(),
        tally.atRest(),
        tally.cut());
  }

  /** Null where no control plane is to be asked. */
  private static @Nullable ConfigStreamClient stream(
      Settings settings,
      EventLoops loops,
      EventLoop owner,
      TargetTable targets,
      PerLoop<Counters> counters,
      InstantSource clock) {
    return settings
        .control()
        .map(
            peers ->
                ConfigStreamClient.open(
                    peers, loops, owner, targets, counters, clock, new SplittableRandom()))
        .orElse(null);
  }

  private static Supplier<StreamStatus> notNeeded(InstantSource clock) {
    var status = StreamStatus.notNeeded(clock.instant());
    return () -> status;
  }

  private static OwnListeners own(Capture capture) {
    return switch (capture) {
      case Capture.Redirected _ ->
          new OwnListeners(Set.of(ProxyPorts.INBOUND, ProxyPorts.OUTBOUND));
      case Capture.Explicit explicit -> new OwnListeners(Set.of(explicit.port()));
    };
  }

  private static Listeners listeners(
      Settings settings,
      RequestPath path,
      EventLoops loops,
      TargetTable targets,
      PerLoop<Observer> observers)
      throws IOException {
    return switch (settings.capture()) {
      case Capture.Redirected _ -> {
        var origin = OriginalDestination.fromSocket();
        var stations = stations(settings, origin, path, loops, targets, observers);
        yield Listeners.redirected(loops, stations);
      }
      case Capture.Explicit explicit -> {
        var target = explicit.target();
        var stations = stations(settings, _ -> target, path, loops, targets, observers);
        yield Listeners.explicit(loops, explicit.port(), stations);
      }
    };
  }

  private static ConnectionTrip.Stations stations(
      Settings settings,
      OriginalDestination originalDestination,
      RequestPath path,
      EventLoops loops,
      TargetTable targets,
      PerLoop<Observer> observers) {
    var traffic = settings.traffic();
    var limits = settings.limits();
    var forwarded = settings.requestFields().forwarded();
    var dialer = new Dialer(loops, traffic.connect());
    return new ConnectionTrip.Stations(
        originalDestination,
        targets,
        path,
        dialer,
        new PerLoop<>(
            () -> new Upstreams(dialer, observers.get(), limits.http(), traffic.idle(), forwarded)),
        new ConnectionRoom(limits.connections()),
        limits.http().patience(),
        traffic.detect(),
        traffic.opaquePorts(),
        System::nanoTime);
  }

  private static void gauges(Telemetry telemetry, ConfigStreamClient stream, InstantSource clock) {
    telemetry.gauge(Metric.CONFIG_CONNECTED, () -> stream.status().up() ? 1 : 0);
    telemetry.gauge(Metric.CONFIG_AGE, () -> stream.status().age(clock.instant()).toSeconds());
  }

  /** What the logger, the JDK and Netty go by from the start. */
  private static void prepare(LogLevel logLevel) {
    LogProvider.level().begin(logLevel);
    // A control plane that moves, or whose name comes late, is found within seconds.
    Security.setProperty("networkaddress.cache.ttl", "5");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    // Names of channels need to be unique in this process only: no look at the network interfaces.
    System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
    // Flight recording of buffers would load all of jdk.jfr, whether or not anybody records.
    System.setProperty("io.netty.jfr.enabled", "false");
    // Following one buffer in 128 costs more than it tells outside of tests.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  private static void exit(int status, Exception reason) throws InterruptedException {
    LoggerFactory.getLogger(Main.class).error("data-plane: {}", reason.getMessage());
    LogProvider.flush();
    System.exit(status);
  }
}
