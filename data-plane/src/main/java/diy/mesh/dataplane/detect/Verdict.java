package diy.mesh.dataplane.detect;

import io.netty.buffer.ByteBuf;

/** What the first bytes of a connection say about its protocol. */
public enum Verdict {
  /** A token and a blank: HTTP/1, or something to refuse as malformed HTTP. */
  HTTP,
  /** The preface of HTTP/2. */
  HTTP2,
  /** Bytes that no HTTP/1 request begins with. */
  OPAQUE,
  /** Could still become either. */
  UNDECIDED;

  private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /**
   * Looks at the bytes received so far and takes none.
   *
   * <p>An HTTP request's first line starts with a token and a space (RFC 9112 section 3). Lenient
   * servers skip any blanks and line ends before it, and take other blanks for the space: so all of
   * these are HTTP here, to be refused by it, since a relay would let them past every rule. HTTP/2
   * with prior knowledge is known by its preface (RFC 9113 section 3.4).
   */
  static Verdict of(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && (isLineEnd(bytes.getByte(at)) || isBlank(bytes.getByte(at)))) {
      at++;
    }
    int start = at;
    while (at < end && isTokenOctet(bytes.getByte(at))) {
      at++;
    }
    if (at == end) {
      return UNDECIDED;
    }
    if (at == start) {
      return OPAQUE;
    }
    byte behind = bytes.getByte(at);
    if (behind == '\r' && at + 1 == end) {
      return UNDECIDED;
    }
    if (isBlank(behind) || (behind == '\r' && bytes.getByte(at + 1) != '\n')) {
      return againstPreface(bytes, start, end);
    }
    return OPAQUE;
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  /** What any language's library splits words at, in Latin-1 also above 0x7f. */
  private static boolean isBlank(byte octet) {
    return switch (octet & 0xff) {
      case ' ', '\t', 0x0b, 0x0c, 0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xa0 -> true;
      default -> false;
    };
  }

  private static Verdict againstPreface(ByteBuf bytes, int start, int end) {
    for (int i = 0; i < HTTP2_PREFACE.length(); i++) {
      if (start + i == end) {
        return UNDECIDED;
      }
      if (bytes.getByte(start + i) != HTTP2_PREFACE.charAt(i)) {
        return HTTP;
      }
    }
    return start == bytes.readerIndex() ? HTTP2 : HTTP; // blanks before it are for HTTP/1 to refuse
  }

  /** RFC 9110 section 5.6.2. */
  private static boolean isTokenOctet(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0;
  }
}
