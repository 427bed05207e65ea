package diy.mesh.dataplane.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Lines on their way out, as the octets that are written: a text that was put together first would
 * be copied twice more, and that took longer than all the rest. Of one thread.
 */
final class LineBuffer {

  private static final int FIRST_ROOM = 1_024;

  /** As of the year 0 to 9999: {@code 2026-01-02T03:04:05}. */
  private static final int SECOND_LENGTH = 19;

  private byte[] octets = new byte[FIRST_ROOM];
  private int length;

  /** The last second that was written, and how: the next line is nearly always of the same. */
  private long second = Long.MIN_VALUE;

  private final byte[] secondText = new byte[SECOND_LENGTH];

  /** How many octets there are. */
  int length() {
    return length;
  }

  /** Appends one sign of ASCII. */
  LineBuffer append(char ascii) {
    room(1);
    octets[length++] = (byte) ascii;
    return this;
  }

  /** Appends a text of ASCII; of any other sign a part is lost. */
  @SuppressWarnings("deprecation") // what it warns of, lost high octets, ASCII has none of
  LineBuffer append(String ascii) {
    room(ascii.length());
    ascii.getBytes(0, ascii.length(), octets, length);
    length += ascii.length();
    return this;
  }

  /** Appends a part of octets of ASCII. */
  LineBuffer append(byte[] ascii, int start, int count) {
    room(count);
    System.arraycopy(ascii, start, octets, length, count);
    length += count;
    return this;
  }

  /** Appends a number in decimal digits. */
  LineBuffer append(long number) {
    if (number < 0) {
      return append(Long.toString(number)); // none of ours; nor is it negated without loss
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits(number, digits);
  }

  /** Appends the last digits of a number that is not negative, zeros included. */
  LineBuffer digits(long number, int count) {
    room(count);
    long rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      octets[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  /**
   * Appends a time as RFC 3339 has it: in UTC, with three places. By hand, since a formatter takes
   * as long as all the rest of a line.
   *
   * @param epochMillis of the years 0 to 9999
   */
  LineBuffer time(long epochMillis) {
    long ofSecond = Math.floorDiv(epochMillis, 1_000);
    if (ofSecond != second) {
      int begin = length;
      second(LocalDateTime.ofEpochSecond(ofSecond, 0, ZoneOffset.UTC));
      System.arraycopy(octets, begin, secondText, 0, SECOND_LENGTH);
      second = ofSecond;
    } else {
      append(secondText, 0, SECOND_LENGTH);
    }
    return append('.').digits(Math.floorMod(epochMillis, 1_000), 3).append('Z');
  }

  private void second(LocalDateTime time) {
    digits(time.getYear(), 4).append('-').digits(time.getMonthValue(), 2).append('-');
    digits(time.getDayOfMonth(), 2).append('T').digits(time.getHour(), 2).append(':');
    digits(time.getMinute(), 2).append(':').digits(time.getSecond(), 2);
  }

  /** Appends {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
  LineBuffer address(InetAddress ip, int port) {
    byte[] parts = ip.getAddress();
    if (parts.length == 4) {
      for (int i = 0; i < 4; i++) {
        append(parts[i] & 0xff).append(i < 3 ? '.' : ':');
      }
    } else {
      append('[').append(ip.getHostAddress()).append("]:");
    }
    return append(port);
  }

  /** Writes all there is, and holds nothing then. */
  void writeTo(OutputStream out) throws IOException {
    try {
      out.write(octets, 0, length);
    } finally {
      length = 0;
    }
  }

  private void room(int count) {
    if (octets.length - length < count) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + count));
    }
  }

  @Override
  public String toString() {
    return new String(octets, 0, length, StandardCharsets.US_ASCII);
  }
}
