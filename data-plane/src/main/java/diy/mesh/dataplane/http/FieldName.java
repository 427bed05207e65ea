package diy.mesh.dataplane.http;

import java.util.Arrays;

/** The fields that a proxy itself must understand; all others just pass. */
enum FieldName {
  OTHER(""),
  HOST("host"),
  CONTENT_LENGTH("content-length"),
  TRANSFER_ENCODING("transfer-encoding"),
  // Passed on; they may bind a connection to whom they authenticate.
  AUTHORIZATION("authorization"),
  PROXY_AUTHORIZATION("proxy-authorization"),
  WWW_AUTHENTICATE("www-authenticate"),
  PROXY_AUTHENTICATE("proxy-authenticate"),
  // Passed on, or made: they say whose request this is.
  X_REQUEST_ID("x-request-id"),
  TRACEPARENT("traceparent"),
  TRACESTATE("tracestate"),
  X_FORWARDED_FOR("x-forwarded-for"),
  X_FORWARDED_PROTO("x-forwarded-proto"),
  X_FORWARDED_HOST("x-forwarded-host"),
  FORWARDED("forwarded"),
  // From here on: of one connection only (RFC 9110 section 7.6.1).
  CONNECTION("connection"),
  KEEP_ALIVE("keep-alive"),
  PROXY_CONNECTION("proxy-connection"),
  TE("te"),
  UPGRADE("upgrade");

  /** Of {@link #bit}: the fields that end at this proxy. */
  static final int HOP_BY_HOP =
      CONNECTION.bit
          | KEEP_ALIVE.bit
          | PROXY_CONNECTION.bit
          | TE.bit
          | UPGRADE.bit
          | TRANSFER_ENCODING.bit;

  /** By the length of the name: few have the same. */
  private static final FieldName[][] BY_LENGTH = byLength();

  private final String lower;
  private final int bit;

  @SuppressWarnings("EnumOrdinal") // nothing outlives the process that could depend on it
  FieldName(String lower) {
    this.lower = lower;
    this.bit = 1 << ordinal();
  }

  private static FieldName[][] byLength() {
    int longest = Arrays.stream(values()).mapToInt(name -> name.lower.length()).max().orElse(0);
    FieldName[][] byLength = new FieldName[longest + 1][];
    for (int length = 1; length <= longest; length++) {
      int wanted = length;
      byLength[length] =
          Arrays.stream(values())
              .filter(name -> name.lower.length() == wanted)
              .toArray(FieldName[]::new);
    }
    byLength[0] = new FieldName[0];
    return byLength;
  }

  /** For sets of names. */
  int bit() {
    return bit;
  }

  /**
   * Whether {@code Connection} may name it: what frames and addresses a message stays, and nobody
   * makes the app blind to who asked.
   */
  boolean isRemovable() {
    return switch (this) {
      case OTHER, AUTHORIZATION, PROXY_AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE -> true;
      case HOST,
          CONTENT_LENGTH,
          TRANSFER_ENCODING,
          X_REQUEST_ID,
          TRACEPARENT,
          TRACESTATE,
          X_FORWARDED_FOR,
          X_FORWARDED_PROTO,
          X_FORWARDED_HOST,
          FORWARDED,
          CONNECTION,
          KEEP_ALIVE,
          PROXY_CONNECTION,
          TE,
          UPGRADE ->
          false;
    };
  }

  static FieldName of(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length < BY_LENGTH.length) {
      for (FieldName name : BY_LENGTH[length]) {
        if (Octets.equalsIgnoreCase(bytes, start, end, name.lower)) {
          return name;
        }
      }
    }
    return OTHER;
  }
}
