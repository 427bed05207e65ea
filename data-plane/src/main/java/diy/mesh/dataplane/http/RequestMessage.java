package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.route.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request's head, checked: what it asks for, and how its body ends. */
final class RequestMessage implements RequestHead {

  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  private final Fields fields;
  private final int methodEnd;
  private final int minorVersion;
  private final String target;
  private final String authority;
  private final boolean absoluteForm;
  private final boolean chunked;
  private final long contentLength;

  private RequestMessage(
      Fields fields,
      int methodEnd,
      int minorVersion,
      String target,
      String authority,
      boolean absoluteForm,
      boolean chunked,
      long contentLength) {
    this.fields = fields;
    this.methodEnd = methodEnd;
    this.minorVersion = minorVersion;
    this.target = target;
    this.authority = authority;
    this.absoluteForm = absoluteForm;
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
    boolean absolute = false;
    String target = written;
    if (method.equals("CONNECT")) {
      throw new Malformed(Fault.NOT_IMPLEMENTED, "method CONNECT (this is no forward proxy)");
    }
    if (written.equals("*") ? !method.equals("OPTIONS") : !written.startsWith("/")) {
      absolute = true;
      int authorityStart = schemeLength(written);
      int slash = pathStart(written, authorityStart);
      // The target's own authority wins over Host (RFC 9112 section 3.2.2).
      host = authority(written.substring(authorityStart, slash));
      target = written.substring(slash);
      if (target.isEmpty() || target.startsWith("?")) {
        target = "/" + target;
      }
    }
    boolean chunked = isChunked(fields, minorVersion);
    long length = contentLength(fields);
    if (chunked && length >= 0) {
      throw Malformed.bad("both Content-Length and Transfer-Encoding");
    }
    return new RequestMessage(
        fields, methodEnd, minorVersion, target, host, absolute, chunked, Math.max(0, length));
  }

  private static int schemeLength(String target) throws Malformed {
    if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      return HTTP.length();
    }
    if (target.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
      return HTTPS.length();
    }
    throw Malformed.bad("target of no known form (expected: /path or http://host/path)");
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
    if (hosts > 1 || (hosts == 0 && minorVersion == 1)) {
      throw Malformed.bad("%d Host fields (expected: 1)".formatted(hosts));
    }
    if (hosts == 0) {
      return "";
    }
    String host = fields.value(fields.find(FieldName.HOST));
    return host.isEmpty() ? host : authority(host);
  }

  /** A registered name or address and an optional port; no user, no path, no list. */
  private static String authority(String text) throws Malformed {
    boolean valid = !text.isEmpty();
    for (int i = 0; valid && i < text.length(); i++) {
      char c = text.charAt(i);
      valid = c > ' ' && c < 0x7f && "/?#@,\\<>\"{}|^`".indexOf(c) < 0;
    }
    if (!valid) {
      throw Malformed.bad("malformed host '%s' (expected: name or name:port)".formatted(text));
    }
    return text;
  }

  private static boolean isChunked(Fields fields, int minorVersion) throws Malformed {
    int codings = fields.occurrences(FieldName.TRANSFER_ENCODING);
    if (codings == 0) {
      return false;
    }
    if (minorVersion == 0) {
      throw Malformed.bad("Transfer-Encoding in HTTP/1.0");
    }
    String value = fields.value(fields.find(FieldName.TRANSFER_ENCODING));
    if (codings > 1 || value.isEmpty()) {
      throw Malformed.bad("Transfer-Encoding repeated or empty (expected: chunked, once)");
    }
    if (!value.equalsIgnoreCase("chunked")) {
      throw new Malformed(
          Fault.NOT_IMPLEMENTED,
          "Transfer-Encoding '%s' (expected: chunked, once and alone)".formatted(value));
    }
    return true;
  }

  /** -1 where the head has none. */
  static long contentLength(Fields fields) throws Malformed {
    int field = fields.find(FieldName.CONTENT_LENGTH);
    if (field < 0) {
      return -1;
    }
    if (fields.occurrences(FieldName.CONTENT_LENGTH) > 1) {
      throw Malformed.bad("more than one Content-Length");
    }
    String value = fields.value(field);
    boolean digits = !value.isEmpty() && value.length() <= 18;
    for (int i = 0; digits && i < value.length(); i++) {
      digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!digits) {
      throw Malformed.bad("Content-Length '%s' (expected: digits)".formatted(value));
    }
    return Long.parseLong(value);
  }

  @Override
  public String method() {
    return new String(fields.bytes(), 0, methodEnd, StandardCharsets.US_ASCII);
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
    return method().equals("HEAD");
  }

  boolean isHttp10() {
    return minorVersion == 0;
  }

  /** Whether the target named the host itself, so that Host must be rewritten to it. */
  boolean isAbsoluteForm() {
    return absoluteForm;
  }

  /** Whether sending it twice does no harm (RFC 9110 section 9.2.2), and nothing is behind it. */
  boolean isReplayable() {
    return !hasBody()
        && switch (method()) {
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

  Body body() {
    return chunked ? new Body.Chunked(Body.Form.AS_RECEIVED) : new Body.OfLength(contentLength);
  }

  /** Whether the client wants to go on with this connection (RFC 9112 section 9.3). */
  boolean isPersistent() {
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
    if (field < 0 || isHttp10() || !fields.lists(FieldName.CONNECTION, "upgrade")) {
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
