package diy.mesh.dataplane.detect;

import io.netty.buffer.ByteBuf;

/** What the first bytes of a connection say about its protocol. */
public enum Verdict {
  /** A token and a space: HTTP/1, or something to refuse as malformed HTTP. */
  HTTP,
  /** Bytes that no HTTP/1 request begins with. */
  OPAQUE,
  /** Could still become either. */
  UNDECIDED;

  private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n";

  /**
   * Looks at the bytes received so far and takes none.
   *
   * <p>An HTTP request's first line starts with a token and a space (RFC 9112 section 3). Line ends
   * before it say nothing: lenient servers skip any number of them. HTTP/2 with prior knowledge is
   * known by its preface (RFC 9113 section 3.4) and is opaque to this version of the proxy.
   */
  static Verdict of(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && (bytes.getByte(at) == '\r' || bytes.getByte(at) == '\n')) {
      at++;
    }
    int start = at;
    while (at < end && isTokenOctet(bytes.getByte(at))) {
      at++;
    }
    if (at == end) {
      return UNDECIDED;
    }
    if (at == start || bytes.getByte(at) != ' ') {
      return OPAQUE;
    }
    return againstPreface(bytes, start, end);
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
    return OPAQUE;
  }

  /** RFC 9110 section 5.6.2. */
  private static boolean isTokenOctet(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0;
  }
}
