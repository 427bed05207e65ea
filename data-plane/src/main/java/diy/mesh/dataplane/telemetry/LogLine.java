package diy.mesh.dataplane.telemetry;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Writes one line of the access log, name by name. Whatever a value holds, the line is one line of
 * ASCII and each value ends where it should: what a client sends can neither forge a line nor steer
 * a terminal.
 */
final class LogLine {

  /** What ends a value of the text form, or begins another. */
  private static final String ENDS_TEXT = " \"=\\";

  private final StringBuilder out;
  private final boolean json;
  private boolean first = true;

  LogLine(StringBuilder out, LineFormat format) {
    this.out = out;
    this.json = format == LineFormat.JSON;
    out.append(json ? "{" : "");
  }

  /** Writes a value; nothing where it is empty. */
  LogLine text(String name, String value) {
    if (!value.isEmpty()) {
      name(name);
      if (json || !isPlain(value)) {
        quote(value);
      } else {
        out.append(value);
      }
    }
    return this;
  }

  LogLine number(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  /** Writes nanoseconds as milliseconds with three places. */
  LogLine millis(String name, long nanos) {
    name(name);
    long micros = nanos / 1_000;
    out.append(micros / 1_000);
    return digits('.', micros, 100);
  }

  /**
   * Writes a time as RFC 3339 has it: in UTC, with three places. By hand, since a formatter takes
   * as long as all the rest of the line.
   */
  LogLine time(String name, Instant instant) {
    name(name);
    var time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    out.append(json ? "\"" : "").append(time.getYear());
    digits('-', time.getMonthValue(), 10);
    digits('-', time.getDayOfMonth(), 10);
    digits('T', time.getHour(), 10);
    digits(':', time.getMinute(), 10);
    digits(':', time.getSecond(), 10);
    digits('.', time.getNano() / 1_000_000, 100);
    out.append(json ? "Z\"" : "Z");
    return this;
  }

  /** Writes the last digits of a number, zeros included: from that place on. */
  private LogLine digits(char before, long number, int highest) {
    out.append(before);
    for (int place = highest; place > 0; place /= 10) {
      out.append((char) ('0' + number / place % 10));
    }
    return this;
  }

  void end() {
    out.append(json ? "}\n" : "\n");
  }

  private void name(String name) {
    if (!first) {
      out.append(json ? ',' : ' ');
    }
    first = false;
    if (json) {
      out.append('"').append(name).append("\":");
    } else {
      out.append(name).append('=');
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || ENDS_TEXT.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** As it is, or by its number where it would steer a terminal or be no ASCII. */
  static void appendVisible(char c, StringBuilder out) {
    if (c < ' ' || c > '~') {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else {
        appendVisible(c, out);
      }
    }
    out.append('"');
  }
}
