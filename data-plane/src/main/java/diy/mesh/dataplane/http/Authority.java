package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;

/** A host and an optional port, as Host and targets carry them (RFC 3986 section 3.2). */
final class Authority {

  private static final int MOST_PORT_DIGITS = 5;
  private static final int MOST_PORT = 65_535;

  private Authority() {}

  /**
   * Refuses the octets from {@code start} to {@code end} unless they are a host and perhaps a port:
   * no user, no list, nothing empty.
   *
   * <p>A comma is left out of the names that RFC 3986 allows: it would make one field look like two
   * that were joined.
   */
  static void check(byte[] bytes, int start, int end) throws Malformed {
    boolean isLiteral = start < end && bytes[start] == '[';
    int hostEnd = isLiteral ? literalEnd(bytes, start, end) : nameEnd(bytes, start, end);
    if (hostEnd <= start || !isPortOrNothing(bytes, hostEnd, end)) {
      throw new Malformed(
          Fault.BAD_HOST,
          "malformed host '%s' (expected: name or name:port)".formatted(text(bytes, start, end)));
    }
  }

  /** As {@link #check}, and with a port (RFC 9112 section 3.2.3). */
  static void checkWithPort(byte[] bytes, int start, int end) throws Malformed {
    check(bytes, start, end);
    // No name has a colon, and no address in brackets ends in a digit.
    if (find(Octets.COLON, bytes, start, end) == end || !Octets.isDigit(bytes[end - 1])) {
      throw new Malformed(
          Fault.BAD_TARGET,
          "target '%s' of CONNECT (expected: host:port)".formatted(text(bytes, start, end)));
    }
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Where an octet is; {@code end} where it is not. */
  private static int find(byte octet, byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != octet) {
      at++;
    }
    return at;
  }

  /** The end of the name or IPv4 address at the start; the start where there is none. */
  private static int nameEnd(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end) {
      if (Octets.isHostName(bytes[at])) {
        at++;
      } else if (bytes[at] == '%'
          && isHexadecimal(bytes, at + 1, end)
          && isHexadecimal(bytes, at + 2, end)) {
        at += 3;
      } else {
        return at;
      }
    }
    return at;
  }

  /** The end of the address in brackets at the start; -1 where it is none. */
  private static int literalEnd(byte[] bytes, int start, int end) {
    int close = find((byte) ']', bytes, start, end);
    for (int at = start + 1; at < close; at++) {
      // No zone: it means something on one machine only (RFC 9110 section 4.2, RFC 6874).
      if (bytes[at] != ':' && bytes[at] != '.' && !isHexadecimal(bytes, at, end)) {
        return -1;
      }
    }
    return close < end && NetUtil.isValidIpV6Address(text(bytes, start + 1, close))
        ? close + 1
        : -1;
  }

  private static boolean isHexadecimal(byte[] bytes, int at, int end) {
    return at < end && Octets.hexadecimal(bytes[at]) >= 0;
  }

  private static boolean isPortOrNothing(byte[] bytes, int at, int end) {
    if (at == end) {
      return true;
    }
    if (bytes[at] != Octets.COLON || end - at - 1 > MOST_PORT_DIGITS) {
      return false;
    }
    int port = 0;
    for (int digit = at + 1; digit < end; digit++) {
      if (!Octets.isDigit(bytes[digit])) {
        return false;
      }
      port = port * 10 + bytes[digit] - '0';
    }
    return port <= MOST_PORT;
  }
}
