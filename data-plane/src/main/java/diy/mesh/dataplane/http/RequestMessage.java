package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.route.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request's head, checked: what it asks for, and how its body ends. */
final class RequestMessage implements RequestHead {

  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final String CONNECT = "CONNECT";

  private final Fields fields;
  private final int minorVersion;
  private final String method;
  private final String target;
  private final String authority;
  private final boolean namesHost;
  private final boolean chunked;
  private final long contentLength;

  private RequestMessage(
      Fields fields,
      int minorVersion,
      String method,
      String target,
      String authority,
      boolean namesHost,
      boolean chunked,
      long contentLength) {
    this.fields = fields;
    this.minorVersion = minorVersion;
    this.method = method;
    this.target = target;
    this.authority = authority;
    this.namesHost = namesHost;
    this.chunked = chunked;
    this.contentLength = contentLength;
  }

  /** Checks what the fields say together. */
  static RequestMessage of(
      Fields fields, int methodEnd, int targetStart, int targetEnd, int minorVersion)
      throws Malformed {
    byte[] head = fields.bytes();
    String written =
        new String(head, targetStart, targetEnd - targetStart, StandardCharsets.US_ASCII);
    String method = new String(head, 0, methodEnd, StandardCharsets.US_ASCII);
    String host = host(fields, minorVersion);
    boolean namesHost = false;
    String target = written;
    if (method.equals(CONNECT)) {
      namesHost = true;
      host = Authority.withPort(written);
    } else if (written.equals("*") ? !method.equals("OPTIONS") : !written.startsWith("/")) {
      namesHost = true;
      int authorityStart = schemeLength(written);
      int slash = pathStart(written, authorityStart);
      // The target's own authority wins over Host (RFC 9112 section 3.2.2).
      host = Authority.checked(written.substring(authorityStart, slash));
      target = originForm(method, written.substring(slash));
    }
    if (Framing.conflicts(fields)) {
      throw Framing.conflict();
    }
    boolean chunked = Framing.isChunked(fields, minorVersion);
    long length = Framing.contentLength(fields);
    if (method.equals(CONNECT) && (chunked || length > 0)) {
      throw new Malformed(Fault.CONNECT_WITH_BODY, "CONNECT with a body (RFC 9110 gives it none)");
    }
    return new RequestMessage(
        fields, minorVersion, method, target, host, namesHost, chunked, Math.max(0, length));
  }

  private static String originForm(String method, String pathAndQuery) {
    if (pathAndQuery.isEmpty() && method.equals("OPTIONS")) {
      return "*"; // the server as a whole is meant (RFC 9112 section 3.2.4)
    }
    return pathAndQuery.startsWith("/") ? pathAndQuery : "/" + pathAndQuery;
  }

  private static int schemeLength(String target) throws Malformed {
    if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      return HTTP.length();
    }
    if (target.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
      return HTTPS.length();
    }
    throw new Malformed(
        Fault.BAD_TARGET, "target of no known form (expected: /path or http://host/path)");
  }

  private static int pathStart(String target, int authorityStart) {
    for (int at = authorityStart; at < target.length(); at++) {
      if (target.charAt(at) == '/' || target.charAt(at) == '?') {
        return at;
      }
    }
    return target.length();
  }

  private static String host(Fields fields, int minorVersion) throws Malformed {
    int hosts = fields.occurrences(FieldName.HOST);
    if (hosts > 1) {
      throw new Malformed(Fault.REPEATED_HOST, "%d Host fields (expected: 1)".formatted(hosts));
    }
    if (hosts == 0) {
      if (minorVersion > 0) {
        throw new Malformed(Fault.MISSING_HOST, "no Host field (expected: 1)");
      }
      return "";
    }
    String host = fields.value(fields.find(FieldName.HOST));
    return host.isEmpty() ? host : Authority.checked(host);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String authority() {
    return authority;
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

  boolean hasBody() {
    return chunked || contentLength > 0;
  }

  boolean isChunked() {
    return chunked;
  }

  long contentLength() {
    return contentLength;
  }

  Body body(Limits limits) {
    return chunked
        ? new Body.Chunked(Body.Form.AS_RECEIVED, limits)
        : new Body.OfLength(contentLength);
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
