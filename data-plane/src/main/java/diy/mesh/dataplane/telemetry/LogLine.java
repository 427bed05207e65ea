package diy.mesh.dataplane.telemetry;

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
    out.append(micros / 1_000).append('.');
    out.append(micros / 100 % 10).append(micros / 10 % 10).append(micros % 10);
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
