package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.util.NetUtil;

/** A host and an optional port, as Host and targets carry them (RFC 3986 section 3.2). */
final class Authority {

  private static final int MOST_PORT_DIGITS = 5;
  private static final int MOST_PORT = 65_535;

  private Authority() {}

  /**
   * Gives {@code text} back if it is a host and perhaps a port; no user, no list, nothing empty.
   *
   * <p>A comma is left out of the names that RFC 3986 allows: it would make one field look like two
   * that were joined.
   */
  static String checked(String text) throws Malformed {
    int hostEnd = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    if (hostEnd <= 0 || !isPortOrNothing(text, hostEnd)) {
      throw new Malformed(
          Fault.BAD_HOST, "malformed host '%s' (expected: name or name:port)".formatted(text));
    }
    return text;
  }

  /** As {@link #checked}, and with a port (RFC 9112 section 3.2.3). */
  static String withPort(String text) throws Malformed {
    checked(text);
    // No name has a colon, and no address in brackets ends in a digit.
    if (text.indexOf(':') < 0 || !Octets.isDigit((byte) text.charAt(text.length() - 1))) {
      throw new Malformed(
          Fault.BAD_TARGET, "target '%s' of CONNECT (expected: host:port)".formatted(text));
    }
    return text;
  }

  /** The end of the name or IPv4 address at the start; 0 where there is none. */
  private static int nameEnd(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%' && isHexadecimal(text, at + 1) && isHexadecimal(text, at + 2)) {
        at += 3;
      } else if (c < 0x80 && Octets.isHostName((byte) c)) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  /** The end of the address in brackets at the start; -1 where it is none. */
  private static int literalEnd(String text) {
    int close = text.indexOf(']');
    for (int at = 1; at < close; at++) {
      char c = text.charAt(at);
      // No zone: it means something on one machine only (RFC 9110 section 4.2, RFC 6874).
      if (c != ':' && c != '.' && !isHexadecimal(text, at)) {
        return -1;
      }
    }
    return close > 0 && NetUtil.isValidIpV6Address(text.substring(1, close)) ? close + 1 : -1;
  }

  private static boolean isHexadecimal(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Octets.hexadecimal((byte) text.charAt(at)) >= 0;
  }

  private static boolean isPortOrNothing(String text, int at) {
    if (at == text.length()) {
      return true;
    }
    if (text.charAt(at) != ':' || text.length() - at - 1 > MOST_PORT_DIGITS) {
      return false;
    }
    int port = 0;
    for (int digit = at + 1; digit < text.length(); digit++) {
      char c = text.charAt(digit);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= MOST_PORT;
  }
}
