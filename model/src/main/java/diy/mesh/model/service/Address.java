package diy.mesh.model.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TCP address that a connection can be made to.
 *
 * @param ip IPv4 or IPv6; never needs a look-up
 * @param port 1 to 65535
 */
public record Address(InetAddress ip, int port) {

  public Address {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
  }

  /**
   * An address of a literal IP.
   *
   * @param ip such as {@code 10.0.0.1} or {@code fd00::1}
   * @throws IllegalArgumentException if {@code ip} is no literal address or the port is out of
   *     range
   */
  public static Address of(String ip, int port) {
    return new Address(IpLiteral.parse(ip), port);
  }

  /**
   * Reads {@code 10.0.0.1:80} or {@code [fd00::1]:80}, the forms that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} has another form
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "address: '%s' (expected: IP:PORT or [IPv6]:PORT)".formatted(text));
    }
    String ip = text.substring(0, colon);
    if (ip.startsWith("[") && ip.endsWith("]")) {
      ip = ip.substring(1, ip.length() - 1);
    }
    return of(ip, Integer.parseInt(text.substring(colon + 1)));
  }

  /** The same address, as java.net sockets and Netty want it. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(ip, port);
  }

  @Override
  public String toString() {
    String host = ip.getHostAddress();
    return ip instanceof Inet6Address ? "[%s]:%d".formatted(host, port) : host + ":" + port;
  }
}
