package diy.mesh.model.service;

import java.net.InetAddress;

/** IP addresses as people write them. */
final class IpLiteral {

  private IpLiteral() {}

  /**
   * Reads {@code 10.0.0.1} or {@code fd00::1}. The JDK would also take {@code 10.1} for 10.0.0.1,
   * which is more often a slip than an address.
   *
   * @throws IllegalArgumentException if {@code text} is no address, or a shortened one
   */
  static InetAddress parse(String text) {
    if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
      throw new IllegalArgumentException(
          "address: '%s' (expected: for example 10.0.0.1 or fd00::1)".formatted(text));
    }
    return InetAddress.ofLiteral(text);
  }
}
