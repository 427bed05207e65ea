package diy.mesh.dataplane.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes nearly anything for a request, as many servers do: any line ends, folded
 * lines, blanks around names, words where versions should be. On top of that it has habits, of
 * which each differs between servers that exist. What the proxy passes on must be read by all of
 * them as the same requests.
 */
public final class LenientReader {

  /** What one server does and the next does not. */
  public enum Habit {
    CARRIAGE_RETURN_ENDS_LINE,
    LAST_LENGTH_WINS,
    LENGTH_BEFORE_CODING,
    NUMBERS_AS_IN_C,
    CODING_ONLY_CONTAINS_CHUNKED,
    CHUNK_ENDS_WITHOUT_LINE_END,
  }

  /**
   * What it read.
   *
   * @param begun requests whose head was complete
   * @param complete those of them whose body was, too
   */
  public record Seen(int begun, int complete) {}

  private final String text;
  private final Set<Habit> habits;
  private int at;
  private int begun;
  private int complete;

  private boolean chunked;
  private @Nullable String length;

  private LenientReader(byte[] bytes, Set<Habit> habits) {
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    this.habits = habits;
  }

  /** Reads a whole connection. */
  public static Seen read(byte[] bytes, Set<Habit> habits) {
    var reader = new LenientReader(bytes, habits);
    while (reader.request()) {
      reader.complete++;
    }
    return new Seen(reader.begun, reader.complete);
  }

  /** Whether there was one more, whole. */
  private boolean request() {
    String start = line();
    while (start != null && start.isBlank()) {
      start = line();
    }
    if (start == null) {
      return false;
    }
    chunked = false;
    length = null;
    boolean isHttp09 = start.strip().split("\\s+", -1).length == 2;
    if (!isHttp09 && !fields()) {
      return false;
    }
    begun++;
    boolean lengthCounts =
        length != null && (!chunked || habits.contains(Habit.LENGTH_BEFORE_CODING));
    if (lengthCounts) {
      return skip(number(String.valueOf(length)));
    }
    return !chunked || chunks();
  }

  private boolean fields() {
    String name = "";
    var value = new StringBuilder();
    while (true) {
      String line = line();
      if (line == null) {
        return false;
      }
      if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        value.append(line);
        continue;
      }
      field(name, value.toString().trim());
      if (line.isEmpty()) {
        return true;
      }
      int colon = line.indexOf(':');
      name = line.substring(0, Math.max(0, colon)).trim().toLowerCase(Locale.ROOT);
      value.setLength(0);
      value.append(line, colon + 1, line.length());
    }
  }

  private void field(String name, String value) {
    if (name.equals("transfer-encoding")) {
      String coding = value.toLowerCase(Locale.ROOT);
      chunked |=
          habits.contains(Habit.CODING_ONLY_CONTAINS_CHUNKED)
              ? coding.contains("chunked")
              : coding.equals("chunked");
    } else if (name.equals("content-length")
        && (length == null || habits.contains(Habit.LAST_LENGTH_WINS))) {
      length = value;
    }
  }

  private boolean chunks() {
    while (true) {
      String line = line();
      if (line == null) {
        return false;
      }
      long size = digits(line.trim().replaceFirst("^0[xX]", ""), 16);
      if (size == 0) {
        return trailers();
      }
      if (!skip(size)) {
        return false;
      }
      if (!habits.contains(Habit.CHUNK_ENDS_WITHOUT_LINE_END)) {
        String rest = line();
        if (rest == null) {
          return false;
        }
      } else {
        at += text.startsWith("\r\n", at) ? 2 : text.startsWith("\n", at) ? 1 : 0;
      }
    }
  }

  private boolean trailers() {
    String line = line();
    while (line != null && !line.isEmpty()) {
      line = line();
    }
    return line != null;
  }

  private boolean skip(long octets) {
    if (octets > text.length() - at) {
      at = text.length();
      return false;
    }
    at += (int) octets;
    return true;
  }

  /** Without its end; null where no line ends any more. */
  private @Nullable String line() {
    for (int end = at; end < text.length(); end++) {
      char c = text.charAt(end);
      boolean lone = c == '\r' && habits.contains(Habit.CARRIAGE_RETURN_ENDS_LINE);
      if (c == '\n' || lone) {
        String line = text.substring(at, end);
        at = end + 1 + (lone && text.startsWith("\n", end + 1) ? 1 : 0);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
    }
    return null;
  }

  private long number(String value) {
    if (!habits.contains(Habit.NUMBERS_AS_IN_C)) {
      return digits(value, 10);
    }
    String unsigned = value.replaceFirst("^[+]", "");
    if (unsigned.startsWith("0x") || unsigned.startsWith("0X")) {
      return digits(unsigned.substring(2), 16);
    }
    return digits(unsigned, unsigned.startsWith("0") ? 8 : 10);
  }

  /** The number at the start, whatever follows; 0 where there is none. */
  private static long digits(String value, int radix) {
    long number = 0;
    for (int i = 0; i < value.length() && value.charAt(i) < 0x80; i++) {
      int digit = Character.digit(value.charAt(i), radix);
      if (digit < 0 || number > Long.MAX_VALUE / (radix + 1)) {
        break;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
