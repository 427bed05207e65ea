package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.admin.AdminPages.Page;
import diy.mesh.dataplane.log.LevelSwitch;
import diy.mesh.dataplane.log.LogLevel;
import diy.mesh.dataplane.telemetry.Keyword;
import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.LogSwitches;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is logged, shown and changed. Any thread.
 *
 * @param level of the proxy's own log
 * @param switches what is written about requests
 */
public record LoggingPage(LevelSwitch level, LogSwitches switches) {

  private static final String LEVEL = "level";
  private static final String ACCESS_LOG = "accessLog";
  private static final String TRACE = "trace";
  private static final String DEFAULT = "default";

  private enum Flag {
    OFF,
    ON
  }

  /** A value that cannot be used. */
  private static final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    BadValue(String message) {
      super(message);
    }
  }

  /** As it is now. */
  Page show() {
    return Page.json(
        new Json()
                .beginObject()
                .name(LEVEL)
                .value(Keyword.of(level.level()))
                .name(ACCESS_LOG)
                .value(Keyword.of(switches.access()))
                .name(TRACE)
                .value(Keyword.of(switches.isTracing() ? Flag.ON : Flag.OFF))
                .endObject()
            + "\n");
  }

  /**
   * Changes all that {@code query} names, or nothing where a part of it cannot be used.
   *
   * @param query {@code level}, {@code accessLog} and {@code trace}, each with a value or {@code
   *     default}
   */
  Page change(String query) {
    Map<String, List<String>> parameters = new QueryStringDecoder(query).parameters();
    var changes = new ArrayList<Runnable>();
    try {
      for (var parameter : parameters.entrySet()) {
        changes.add(change(parameter.getKey(), parameter.getValue().getLast()));
      }
    } catch (BadValue e) {
      return Page.text(400, String.valueOf(e.getMessage()));
    }
    if (changes.isEmpty()) {
      return Page.text(400, "nothing to change (expected: /logging?level=debug)");
    }
    changes.forEach(Runnable::run);
    return show();
  }

  /** All is as it was at the start. */
  Page reset() {
    level.reset();
    switches.resetAccess();
    switches.resetTracing();
    return show();
  }

  private Runnable change(String name, String value) throws BadValue {
    if (value.equals(DEFAULT)) {
      return toDefault(name);
    }
    return switch (name) {
      case LEVEL -> {
        LogLevel to = choice(name, value, LogLevel.values());
        yield () -> level.set(to);
      }
      case ACCESS_LOG -> {
        LineFormat to = choice(name, value, LineFormat.values());
        yield () -> switches.access(to);
      }
      case TRACE -> {
        Flag to = choice(name, value, Flag.values());
        yield () -> switches.trace(to == Flag.ON);
      }
      default -> throw unknown(name);
    };
  }

  private Runnable toDefault(String name) throws BadValue {
    return switch (name) {
      case LEVEL -> level::reset;
      case ACCESS_LOG -> switches::resetAccess;
      case TRACE -> switches::resetTracing;
      default -> throw unknown(name);
    };
  }

  private static BadValue unknown(String name) {
    return new BadValue(
        "%s: unknown (expected: %s, %s or %s)".formatted(name, LEVEL, ACCESS_LOG, TRACE));
  }

  private static <E extends Enum<E>> E choice(String name, String value, E[] all) throws BadValue {
    return Keyword.find(value, all)
        .orElseThrow(
            () ->
                new BadValue(
                    "%s: '%s' (expected: one of %s, or %s)"
                        .formatted(name, value, Keyword.list(all), DEFAULT)));
  }
}
