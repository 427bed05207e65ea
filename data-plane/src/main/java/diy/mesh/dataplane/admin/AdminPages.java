package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.Readiness;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.telemetry.Telemetry;
import java.time.InstantSource;
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
    Supplier<StreamStatus> stream,
    InstantSource clock) {

  /** A page as HTTP has it. */
  record Page(int status, String contentType, String body) {

    static Page text(int status, String body) {
      return new Page(status, "text/plain; charset=utf-8", body + "\n");
    }
  }

  static final String CONFIG = "/config";

  Page page(String path) {
    return switch (path) {
      case "/ready" ->
          readiness
              .missing()
              .map(missing -> Page.text(503, "not ready: " + missing))
              .orElse(Page.text(200, "ready"));
      case "/metrics" ->
          new Page(200, "text/plain; version=0.0.4; charset=utf-8", telemetry.exposition());
      case CONFIG ->
          new Page(
              200,
              "application/json",
              ConfigPage.render(stream.get(), targets.held(), clock.instant()));
      default ->
          Page.text(
              404, "%s: no such page (expected: /ready, /metrics or /config)".formatted(path));
    };
  }
}
