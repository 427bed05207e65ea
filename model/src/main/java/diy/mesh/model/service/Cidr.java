package diy.mesh.model.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8}.
 *
 * @param network the first address; its bits behind {@code prefix} are zero
 * @param prefix how many leading bits all its addresses share: 0 to 32, for IPv6 to 128
 */
public record Cidr(InetAddress network, int prefix) {

  public Cidr {
    byte[] bytes = network.getAddress();
    if (prefix < 0 || prefix > bytes.length * 8) {
      throw new IllegalArgumentException(
          "prefix: /%d (expected: 0 to %d)".formatted(prefix, bytes.length * 8));
    }
    network = masked(bytes, prefix);
  }

  /**
   * Reads {@code 10.0.0.0/8}; a single address stands for the block of that address alone.
   *
   * @throws IllegalArgumentException if {@code text} has another form
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    try {
      if (slash < 0) {
        return only(IpLiteral.parse(text));
      }
      return new Cidr(
          IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "block: '%s' (expected: for example 10.0.0.0/8 or fd00::/8)".formatted(text), e);
    }
  }

  /** The block that holds just this address. */
  public static Cidr only(InetAddress address) {
    return new Cidr(address, address.getAddress().length * 8);
  }

  /**
   * The largest block around {@code address} that holds none of {@code others}; the block of the
   * address alone where it is itself one of them.
   */
  public static Cidr widestWithout(InetAddress address, Collection<InetAddress> others) {
    byte[] bytes = address.getAddress();
    int shared = -1;
    for (InetAddress other : others) {
      byte[] otherBytes = other.getAddress();
      if (otherBytes.length == bytes.length) {
        shared = Math.max(shared, sharedBits(bytes, otherBytes));
      }
    }
    return new Cidr(address, Math.min(shared + 1, bytes.length * 8));
  }

  /** Whether {@code address} is of the same family and lies in this block. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] start = network.getAddress();
    return bytes.length == start.length && sharedBits(bytes, start) >= prefix;
  }

  /** Whether some address lies in both blocks. */
  public boolean overlaps(Cidr other) {
    return prefix <= other.prefix ? contains(other.network) : other.contains(network);
  }

  /**
   * The address {@code offset} places behind the first one.
   *
   * @param offset 0 or more
   * @throws IllegalArgumentException if that address lies outside this block
   */
  public InetAddress at(int offset) {
    byte[] bytes = network.getAddress();
    long carry = offset;
    for (int i = bytes.length - 1; i >= 0 && carry > 0; i--) {
      carry += bytes[i] & 0xff;
      bytes[i] = (byte) carry;
      carry >>= 8;
    }
    InetAddress address = ofBytes(bytes);
    if (offset < 0 || !contains(address)) {
      throw new IllegalArgumentException(
          "offset: %d (expected: inside %s)".formatted(offset, this));
    }
    return address;
  }

  private static int sharedBits(byte[] one, byte[] other) {
    int mismatch = Arrays.mismatch(one, other);
    if (mismatch < 0) {
      return one.length * 8;
    }
    int difference = (one[mismatch] ^ other[mismatch]) & 0xff;
    return mismatch * 8 + Integer.numberOfLeadingZeros(difference) - 24;
  }

  private static InetAddress masked(byte[] bytes, int prefix) {
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return ofBytes(bytes);
  }

  private static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}
