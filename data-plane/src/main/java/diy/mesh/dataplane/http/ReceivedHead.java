package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A head or trailers of HTTP/2 as they are decoded: checked field by field (RFC 9113 section 8.2)
 * and laid out as HTTP/1 would have them, so that everything behind this is the same for both.
 */
final class ReceivedHead extends DefaultHttp2Headers {

  private static final int USUAL_BYTES = 512;
  private static final int STATUS_DIGITS = 3;
  private static final AsciiString COOKIE = AsciiString.cached("cookie");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
  private static final int CONNECTION_SPECIFIC =
      (FieldName.HOP_BY_HOP & ~FieldName.TE.bit()) | FieldName.PROXY_CONNECTION.bit();

  private final Limits limits;
  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;
  private int methodEnd;
  private int targetEnd;
  private final Fields fields = new Fields(bytes, 0);

  private @Nullable AsciiString method;
  private @Nullable AsciiString scheme;
  private @Nullable AsciiString authority;
  private @Nullable AsciiString path;
  private @Nullable AsciiString status;

  /** Whether the first line is there: no pseudo field may follow. */
  private boolean begun;

  /** All crumbs, joined; null while there is none. */
  private @Nullable StringBuilder cookies;

  private @Nullable Malformed fault;

  ReceivedHead(Limits limits) {
    super(false, 2); // nothing of what it inherits is used
    this.limits = limits;
  }

  /** The codec asks whether a response is a final one. */
  @Override
  public @Nullable CharSequence status() {
    return status;
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (fault == null) {
      try {
        add(AsciiString.of(name), AsciiString.of(value));
      } catch (Malformed e) {
        fault = e;
      }
    }
    return this;
  }

  private void add(AsciiString name, AsciiString value) throws Malformed {
    if (!name.isEmpty() && name.byteAt(0) == Octets.COLON) {
      pseudo(name, value);
      return;
    }
    begin();
    checkName(name);
    checkValue(name, value);
    if (fields.count() == limits.fields()) {
      throw new Malformed(Fault.TOO_MANY_FIELDS, "more than %d fields".formatted(limits.fields()));
    }
    if (name.contentEquals(COOKIE)) {
      // Split for compression's sake; HTTP/1 takes one only (RFC 9113 section 8.2.3).
      cookies = cookies == null ? new StringBuilder(value) : cookies.append("; ").append(value);
    } else {
      field(name, value);
    }
  }

  private void pseudo(AsciiString name, AsciiString value) throws Malformed {
    @Nullable AsciiString before;
    switch (name.toString()) {
      case ":method" -> {
        before = method;
        method = value;
      }
      case ":scheme" -> {
        before = scheme;
        scheme = value;
      }
      case ":authority" -> {
        before = authority;
        authority = value;
      }
      case ":path" -> {
        before = path;
        path = value;
      }
      case ":status" -> {
        before = status;
        status = value;
      }
      default -> throw new Malformed(Fault.BAD_PSEUDO_FIELD, "unknown field '%s'".formatted(name));
    }
    if (before != null || begun) {
      throw new Malformed(
          Fault.BAD_PSEUDO_FIELD,
          "field '%s' %s".formatted(name, before == null ? "behind others" : "twice"));
    }
  }

  /** The first line, once what it says is known. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    if (status != null) {
      append("HTTP/1.1 ");
      append(status);
      append(" \r\n");
    } else if (method != null) {
      append(method);
      methodEnd = length;
      append(" ");
      append(path == null ? AsciiString.EMPTY_STRING : path);
      targetEnd = length;
      append(" HTTP/1.1\r\n");
    }
    fields.begin(bytes, length);
    if (method != null && authority != null) {
      line(AsciiString.cached("host"), authority);
    }
  }

  private static void checkName(AsciiString name) throws Malformed {
    boolean valid = !name.isEmpty();
    for (int i = 0; valid && i < name.length(); i++) {
      byte octet = name.byteAt(i);
      valid = Octets.isToken(octet) && (octet < 'A' || octet > 'Z');
    }
    if (!valid) {
      throw new Malformed(
          Fault.BAD_FIELD_NAME, "field name '%s' (expected: small letters)".formatted(name));
    }
  }

  private static void checkValue(AsciiString name, AsciiString value) throws Malformed {
    int end = value.length();
    boolean valid = end == 0 || (!isBlank(value.byteAt(0)) && !isBlank(value.byteAt(end - 1)));
    for (int i = 0; valid && i < end; i++) {
      valid = Octets.isFieldValue(value.byteAt(i));
    }
    if (!valid) {
      throw new Malformed(
          Fault.BAD_FIELD_VALUE, "control octet, or blanks around it, in field %s".formatted(name));
    }
  }

  private static boolean isBlank(byte octet) {
    return octet == Octets.SP || octet == Octets.TAB;
  }

  private void field(AsciiString name, AsciiString value) throws Malformed {
    int start = length;
    line(name, value);
    int field = fields.count() - 1;
    FieldName known = fields.name(field);
    if ((known.bit() & CONNECTION_SPECIFIC) != 0
        || (known == FieldName.TE && !value.contentEqualsIgnoreCase(TRAILERS))) {
      throw new Malformed(
          Fault.CONNECTION_FIELD, "field %s (HTTP/2 has none of it)".formatted(name));
    }
    if (known == FieldName.HOST && method != null && authority != null) {
      if (!value.contentEqualsIgnoreCase(authority)) {
        throw new Malformed(
            Fault.BAD_HOST, "Host '%s' and :authority '%s'".formatted(value, authority));
      }
      fields.removeLast();
      length = start;
    }
  }

  private void line(AsciiString name, AsciiString value) {
    int nameStart = length;
    append(name);
    int nameEnd = length;
    append(": ");
    int valueStart = length;
    append(value);
    int valueEnd = length;
    append("\r\n");
    fields.grownInto(bytes);
    fields.add(nameStart, nameEnd, valueStart, valueEnd);
  }

  private void append(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  private void append(AsciiString text) {
    reserve(text.length());
    System.arraycopy(text.array(), text.arrayOffset(), bytes, length, text.length());
    length += text.length();
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  private void end() throws Malformed {
    begin();
    if (fault == null && cookies != null) {
      byte[] joined = cookies.toString().getBytes(StandardCharsets.ISO_8859_1);
      line(COOKIE, new AsciiString(joined, false));
    }
    if (fault != null) {
      throw fault;
    }
    fields.grownInto(bytes);
  }

  /**
   * The request that these begin (RFC 9113 section 8.3.1).
   *
   * @param ends whether there is nothing behind them
   */
  RequestMessage toRequest(boolean ends) throws Malformed {
    end();
    AsciiString asked = method;
    AsciiString target = path;
    if (asked == null || status != null) {
      throw missing(":method, alone of a request's kind");
    }
    if (asked.contentEquals(CONNECT)) {
      throw new Malformed(Fault.CONNECT_NOT_ALLOWED, "method CONNECT on a stream of HTTP/2");
    }
    if (scheme == null || !(scheme.contentEquals("http") || scheme.contentEquals("https"))) {
      throw missing(":scheme of http or https");
    }
    if (target == null || target.isEmpty()) {
      throw missing(":path");
    }
    for (int i = 0; i < asked.length(); i++) {
      if (!Octets.isToken(asked.byteAt(i))) {
        throw new Malformed(Fault.BAD_METHOD, "method with other octets than a token's");
      }
    }
    boolean good = target.byteAt(0) == '/' || target.contentEquals("*");
    for (int i = 0; good && i < target.length(); i++) {
      good = Octets.isTarget(target.byteAt(i));
    }
    if (!good || asked.isEmpty() || (target.byteAt(0) == '*' && !asked.contentEquals("OPTIONS"))) {
      throw new Malformed(Fault.BAD_TARGET, ":path of no known form (expected: /path)");
    }
    if (target.length() > limits.lineBytes()) {
      throw new Malformed(
          Fault.TARGET_TOO_LONG, ":path over %d bytes".formatted(limits.lineBytes()));
    }
    return RequestMessage.ofStream(fields, methodEnd, methodEnd + 1, targetEnd, ends);
  }

  private static Malformed missing(String what) {
    return new Malformed(Fault.BAD_PSEUDO_FIELD, "no " + what);
  }

  /** The response that these begin (RFC 9113 section 8.3.2). */
  ResponseMessage toResponse() throws Malformed {
    end();
    AsciiString code = status;
    boolean good = code != null && code.length() == STATUS_DIGITS && method == null;
    for (int i = 0; good && code != null && i < STATUS_DIGITS; i++) {
      good = Octets.isDigit(code.byteAt(i));
    }
    if (!good || code == null || scheme != null || authority != null || path != null) {
      throw missing(":status of three digits, alone");
    }
    int number = Integer.parseInt(code.toString());
    if (number == ResponseMessage.SWITCHING_PROTOCOLS) {
      throw new Malformed(Fault.BAD_START_LINE, "status 101 (HTTP/2 has none)");
    }
    int reasonStart = "HTTP/1.1 ".length() + STATUS_DIGITS;
    return ResponseMessage.of(fields, number, reasonStart, reasonStart + 1, 1);
  }

  /** The trailers that these are (RFC 9113 section 8.1); null where there is no field. */
  @Nullable Fields toTrailers() throws Malformed {
    end();
    if (method != null || scheme != null || authority != null || path != null || status != null) {
      throw new Malformed(Fault.BAD_PSEUDO_FIELD, "field that begins with a colon in trailers");
    }
    if (fields.count() > limits.trailers() || length > limits.trailerBytes()) {
      throw new Malformed(
          Fault.TRAILERS_TOO_LARGE,
          "trailers over %d bytes or %d fields"
              .formatted(limits.trailerBytes(), limits.trailers()));
    }
    return fields.count() == 0 ? null : fields;
  }
}
