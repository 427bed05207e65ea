package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.Readiness;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What there is to see, whoever serves it. Any thread.
 *
 * @param stream usually {@link ConfigStreamClient#status}
 */
public record AdminPages(
    Readiness readiness,
    Telemetry telemetry,
    TargetTable targets,
    RequestPath path,
    Supplier<StreamStatus> stream,
    LoggingPage logging,
    TcpProbe tcpProbe,
    InstantSource clock) {

  /** A page as HTTP has it. */
  record Page(int status, String contentType, String body) {

    static Page json(String body) {
      return new Page(200, "application/json", body);
    }

    static Page text(int status, String body) {
      return new Page(status, "text/plain; charset=utf-8", body + "\n");
    }
  }

  static final String CONFIG = "/config";
  static final String EXPLAIN = "/explain";
  static final String LOGGING = "/logging";
  private static final String ALL = "/ready, /metrics, /config, /version, /explain or /logging";

  /** Only tests run what was never packaged. */
  private static final String VERSION =
      Objects.requireNonNullElse(
          AdminPages.class.getPackage().getImplementationVersion(), "(not packaged)");

  Page page(String path) {
    return switch (path) {
      case "/ready" ->
          readiness
              .missing()
              .map(missing -> Page.text(503, "not ready: " + missing))
              .orElse(Page.text(200, "ready"));
      case "/metrics" ->
          new Page(200, "text/plain; version=0.0.4; charset=utf-8", telemetry.exposition());
      case CONFIG -> Page.json(ConfigPage.render(stream.get(), targets.held(), clock.instant()));
      case LOGGING -> logging.show();
      case "/version" ->
          Page.json(
              new Json()
                  .beginObject()
                  .name("version")
                  .value(VERSION)
                  .name("jdk")
                  .value(Runtime.version().toString())
                  .endObject()
                  .toString());
      default -> Page.text(404, "%s: no such page (expected: %s)".formatted(path, ALL));
    };
  }

  /** The page about a request that somebody asks about; there as soon as its target is decided. */
  CompletionStage<Page> explain(String query) {
    return new Explain(targets, path, stream, clock).page(query);
  }
}
