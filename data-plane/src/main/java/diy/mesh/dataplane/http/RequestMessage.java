package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.route.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's head, checked: what it asks for, and how its body ends. */
final class RequestMessage implements RequestHead {

  private static final List<String> SCHEMES = List.of("http://", "https://");
  private static final String[] USUAL_METHODS = {"GET", "POST", "HEAD", "PUT"};
  private static final String CONNECT = "CONNECT";

  private final Fields fields;
  private final int minorVersion;
  private final String method;
  private final int targetStart;
  private final int targetEnd;
  private final int authorityStart;
  private final int authorityEnd;
  private final boolean namesHost;
  private final boolean chunked;
  private final long contentLength;

  /** Made when somebody asks; null before. */
  private @Nullable String target;

  /** Made when somebody asks; null before. */
  private @Nullable String authority;

  private RequestMessage(
      Fields fields,
      int minorVersion,
      String method,
      Place target,
      Place authority,
      boolean namesHost,
      boolean chunked,
      long contentLength) {
    this.fields = fields;
    this.minorVersion = minorVersion;
    this.method = method;
    this.targetStart = target.start();
    this.targetEnd = target.end();
    this.authorityStart = authority.start();
    this.authorityEnd = authority.end();
    this.namesHost = namesHost;
    this.chunked = chunked;
    this.contentLength = contentLength;
  }

  /** Octets of the head. */
  private record Place(int start, int end) {
    static final Place NONE = new Place(0, 0);
  }

  /** Checks what the fields say together. */
  static RequestMessage of(
      Fields fields, int methodEnd, int targetStart, int targetEnd, int minorVersion)
      throws Malformed {
    byte[] head = fields.bytes();
    String method = method(head, methodEnd);
    boolean isConnect = method.equals(CONNECT);
    Place host = host(fields, minorVersion);
    Place target = new Place(targetStart, targetEnd);
    boolean isAsterisk =
        head[targetStart] == '*' && targetEnd == targetStart + 1 && method.equals("OPTIONS");
    boolean namesHost = isConnect || (head[targetStart] != '/' && !isAsterisk);
    if (isConnect) {
      host = target;
      Authority.checkWithPort(head, host.start(), host.end());
    } else if (namesHost) {
      // The target's own authority wins over Host (RFC 9112 section 3.2.2).
      host = authority(head, target);
      Authority.check(head, host.start(), host.end());
      target = new Place(host.end(), targetEnd);
    }
    if (Framing.conflicts(fields)) {
      throw Framing.conflict();
    }
    boolean chunked = Framing.isChunked(fields, minorVersion);
    long length = Framing.contentLength(fields);
    if (isConnect && (chunked || length > 0)) {
      throw new Malformed(Fault.CONNECT_WITH_BODY, "CONNECT with a body (RFC 9110 gives it none)");
    }
    return new RequestMessage(
        fields, minorVersion, method, target, host, namesHost, chunked, Math.max(0, length));
  }

  /**
   * Checks what the fields of a stream of HTTP/2 say together, laid out as HTTP/1 has them. A body
   * of no stated length is in chunks, as it is for HTTP/1.
   *
   * @param ends whether there is no body
   */
  static RequestMessage ofStream(
      Fields fields, int methodEnd, int targetStart, int targetEnd, boolean ends) throws Malformed {
    String method = method(fields.bytes(), methodEnd);
    long length = Framing.contentLength(fields);
    if (ends && length > 0) {
      throw new Malformed(
          Fault.BAD_LENGTH, "Content-Length %d and nothing behind it".formatted(length));
    }
    return new RequestMessage(
        fields,
        1,
        method,
        new Place(targetStart, targetEnd),
        host(fields, 1),
        false,
        !ends && length < 0,
        Math.max(0, length));
  }

  /** For nearly all requests no string is made, since there is one already. */
  private static String method(byte[] head, int end) {
    for (String usual : USUAL_METHODS) {
      if (Octets.equals(head, 0, end, usual)) {
        return usual;
      }
    }
    return new String(head, 0, end, StandardCharsets.US_ASCII);
  }

  /** The authority of a target in absolute form. */
  private static Place authority(byte[] head, Place target) throws Malformed {
    int start = target.start() + schemeLength(head, target);
    int end = start;
    while (end < target.end() && head[end] != '/' && head[end] != '?') {
      end++;
    }
    return new Place(start, end);
  }

  private static int schemeLength(byte[] head, Place target) throws Malformed {
    for (String scheme : SCHEMES) {
      int end = target.start() + scheme.length();
      if (end <= target.end() && Octets.equalsIgnoreCase(head, target.start(), end, scheme)) {
        return scheme.length();
      }
    }
    throw new Malformed(
        Fault.BAD_TARGET, "target of no known form (expected: /path or http://host/path)");
  }

  private static Place host(Fields fields, int minorVersion) throws Malformed {
    int hosts = fields.occurrences(FieldName.HOST);
    if (hosts > 1) {
      throw new Malformed(Fault.REPEATED_HOST, "%d Host fields (expected: 1)".formatted(hosts));
    }
    if (hosts == 0) {
      if (minorVersion > 0) {
        throw new Malformed(Fault.MISSING_HOST, "no Host field (expected: 1)");
      }
      return Place.NONE;
    }
    int field = fields.find(FieldName.HOST);
    var host = new Place(fields.valueStart(field), fields.valueEnd(field));
    if (host.start() < host.end()) {
      Authority.check(fields.bytes(), host.start(), host.end());
    }
    return host;
  }

  @Override
  public String method() {
    return method;
  }

  /** In origin form, whatever it was received as. */
  @Override
  public String target() {
    String made = target;
    if (made == null) {
      made = originForm(text(targetStart, targetEnd));
      target = made;
    }
    return made;
  }

  private String originForm(String written) {
    if (!namesHost || isConnect() || written.startsWith("/")) {
      return written;
    }
    // OPTIONS without a path means the server as a whole (RFC 9112 section 3.2.4).
    return written.isEmpty() && method.equals("OPTIONS") ? "*" : "/" + written;
  }

  @Override
  public String authority() {
    String made = authority;
    if (made == null) {
      made = text(authorityStart, authorityEnd);
      authority = made;
    }
    return made;
  }

  private String text(int start, int end) {
    return new String(fields.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
  }

  @Override
  public @Nullable String header(String name) {
    return fields.value(name);
  }

  Fields fields() {
    return fields;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether a tunnel is asked for: a 2xx opens it (RFC 9110 section 9.3.6). */
  boolean isConnect() {
    return method.equals(CONNECT);
  }

  boolean isHttp10() {
    return minorVersion == 0;
  }

  /** Whether its first line can go on as it came: neither target nor version is another one. */
  boolean startsAsReceived() {
    return !namesHost && fields.bytes()[targetEnd + " HTTP/1.".length()] == '1';
  }

  /** Whether the target named the host itself, so that Host must be rewritten to it. */
  boolean namesHost() {
    return namesHost;
  }

  /** Whether serving it twice does no more than serving it once (RFC 9110 section 9.2.2). */
  boolean isIdempotent() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /** Whether it can be sent again whatever became of it: all of it is still here. */
  boolean isReplayable() {
    return isIdempotent() && !hasBody();
  }

  boolean hasBody() {
    return chunked || contentLength > 0;
  }

  boolean isChunked() {
    return chunked;
  }

  long contentLength() {
    return contentLength;
  }

  /**
   * Its body, to be read.
   *
   * @param form in which it goes on, if it comes in chunks
   */
  Body body(Body.Form form, Limits limits) {
    return chunked ? new Body.Chunked(form, limits) : new Body.OfLength(contentLength);
  }

  /**
   * Whether the client wants to go on with this connection (RFC 9112 section 9.3). Not behind
   * CONNECT: if it is refused, bytes that were meant for the tunnel are no requests.
   */
  boolean isPersistent() {
    if (isConnect()) {
      return false;
    }
    return isHttp10()
        ? fields.lists(FieldName.CONNECTION, "keep-alive")
        : !fields.lists(FieldName.CONNECTION, "close");
  }

  /**
   * The protocol to change to; null where none is asked for, and for HTTP/2, which the client is
   * free to ask for and we are free to pass over (RFC 9110 section 7.8).
   */
  @Nullable String upgrade() {
    int field = fields.find(FieldName.UPGRADE);
    if (field < 0 || isHttp10() || isConnect() || !fields.lists(FieldName.CONNECTION, "upgrade")) {
      return null;
    }
    String protocol = fields.value(field);
    return fields.lists(FieldName.UPGRADE, "h2c") ? null : protocol;
  }

  /** Whether the client reads trailers, the one thing of TE that may pass. */
  boolean acceptsTrailers() {
    return fields.lists(FieldName.TE, "trailers");
  }
}
