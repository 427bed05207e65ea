package diy.mesh.dataplane.telemetry;

import diy.mesh.model.service.Address;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of the access log, name by name. Whatever a value holds, the line is one line of
 * ASCII and each value ends where it should: what a client sends can neither forge a line nor steer
 * a terminal.
 */
final class LogLine {

  /** What ends a value of the text form, or begins another. */
  private static final String ENDS_TEXT = " \"=\\";

  /** By its number, whether a sign needs no quotes. */
  private static final boolean[] PLAIN = new boolean[128];

  static {
    for (char c = '!'; c <= '~'; c++) {
      PLAIN[c] = ENDS_TEXT.indexOf(c) < 0;
    }
  }

  private final LineBuffer out;
  private final boolean json;
  private boolean first = true;

  LogLine(LineBuffer out, LineFormat format) {
    this.out = out;
    this.json = format == LineFormat.JSON;
    if (json) {
      out.append('{');
    }
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
    out.append(micros / 1_000).append('.').digits(micros % 1_000, 3);
    return this;
  }

  /** Writes a time as RFC 3339 has it. */
  LogLine time(String name, long epochMillis) {
    name(name);
    mark();
    out.time(epochMillis);
    mark();
    return this;
  }

  /** Writes an address; nothing where there is none. */
  LogLine address(String name, @Nullable Address address) {
    return address == null ? this : address(name, address.ip(), address.port());
  }

  /** Writes an address. */
  LogLine address(String name, InetAddress ip, int port) {
    name(name);
    mark();
    out.address(ip, port);
    mark();
    return this;
  }

  /** Writes signs that need no quotes in the text form; nothing where there are none. */
  LogLine plain(String name, byte[] from, int start, int count) {
    if (count > 0) {
      name(name);
      mark();
      out.append(from, start, count);
      mark();
    }
    return this;
  }

  /** What stands around a text of JSON, whatever is in it. */
  private void mark() {
    if (json) {
      out.append('"');
    }
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
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a sign is ASCII and steers no terminal. */
  static boolean isVisible(char c) {
    return c >= ' ' && c <= '~';
  }

  /** How one that is not is written: by its number. */
  static String escaped(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (isVisible(c)) {
        out.append(c);
      } else {
        out.append(escaped(c));
      }
    }
    out.append('"');
  }
}
