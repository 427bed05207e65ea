package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of one direction of one connection, strictly as RFC 9112 has them: what could be
 * read in two ways is refused, since somebody behind us might read it in the other one.
 */
final class HeadParser {

  private static final int MOST_EMPTY_LINES = 4;
  private static final int VERSION_LENGTH = "HTTP/1.1".length();

  private final Limits limits;

  /** Where every head's fields go; null where they outlive the next head. */
  private final @Nullable Fields shared;

  /** How many bytes of the unfinished head hold no end: they need not be searched again. */
  private int searched;

  private int emptyLines;

  /** Whether the first line of the unfinished head was looked at. */
  private boolean startLineChecked;

  // Of the request line read last.
  private int methodEnd;
  private int targetEnd;
  private int minorVersion;

  HeadParser(Limits limits) {
    this.limits = limits;
    this.shared = null;
  }

  /**
   * A parser for somebody who is done with one head before anybody reads the next.
   *
   * @param shared where every head's fields go
   */
  HeadParser(Limits limits, Fields shared) {
    this.limits = limits;
    this.shared = shared;
  }

  /**
   * Takes a request's head out of {@code in}; null, and only empty lines taken, if it is
   * unfinished.
   */
  @Nullable RequestMessage request(ByteBuf in) throws Malformed {
    skipEmptyLines(in);
    byte[] head = takeHead(in);
    if (head == null) {
      checkStartLine(in);
      return null;
    }
    return request(head);
  }

  /** Takes a response's head out of {@code in}; null, and nothing taken, if it is unfinished. */
  @Nullable ResponseMessage response(ByteBuf in) throws Malformed {
    byte[] head = takeHead(in);
    return head == null ? null : response(head);
  }

  /** A server should ignore an empty line before the request line (RFC 9112 section 2.2). */
  private void skipEmptyLines(ByteBuf in) throws Malformed {
    while (in.readableBytes() >= 2
        && in.getByte(in.readerIndex()) == Octets.CR
        && in.getByte(in.readerIndex() + 1) == Octets.LF) {
      if (++emptyLines > MOST_EMPTY_LINES) {
        throw new Malformed(
            Fault.EMPTY_LINES, "more than %d empty lines".formatted(MOST_EMPTY_LINES));
      }
      in.skipBytes(2);
      searched = 0;
    }
  }

  private byte @Nullable [] takeHead(ByteBuf in) throws Malformed {
    int length = headLength(in);
    if ((length < 0 ? in.readableBytes() : length) > limits.headBytes()) {
      throw new Malformed(
          Fault.HEADERS_TOO_LARGE, "head over %d bytes".formatted(limits.headBytes()));
    }
    if (length < 0) {
      refuseLongLine(in);
      return null;
    }
    searched = 0;
    emptyLines = 0;
    startLineChecked = false;
    byte[] head = new byte[length];
    in.readBytes(head);
    return head;
  }

  /** Up to and with the empty line; -1 while there is none. Bare line feeds count: for refusal. */
  private int headLength(ByteBuf in) {
    int start = in.readerIndex();
    int end = in.writerIndex();
    int from = start + searched;
    while (true) {
      int lineEnd = in.indexOf(from, end, Octets.LF);
      if (lineEnd < 0) {
        searched = end - start;
        return -1;
      }
      int next = lineEnd + 1;
      if (next < end && in.getByte(next) == Octets.CR) {
        next++;
      }
      if (next == end) {
        searched = lineEnd - start;
        return -1;
      }
      if (in.getByte(next) == Octets.LF) {
        return next + 1 - start;
      }
      from = lineEnd + 1;
    }
  }

  private void refuseLongLine(ByteBuf in) throws Malformed {
    if (in.readableBytes() > limits.lineBytes()
        && in.indexOf(in.readerIndex(), in.readerIndex() + limits.lineBytes(), Octets.LF) < 0) {
      throw lineTooLong();
    }
  }

  private Malformed lineTooLong() {
    return new Malformed(
        Fault.TARGET_TOO_LONG, "first line over %d bytes".formatted(limits.lineBytes()));
  }

  /** A client whose first line is wrong may wait for an answer and never send the rest. */
  private void checkStartLine(ByteBuf in) throws Malformed {
    if (startLineChecked) {
      return;
    }
    int lineEnd = in.indexOf(in.readerIndex(), in.writerIndex(), Octets.LF);
    if (lineEnd >= 0) {
      startLineChecked = true;
      byte[] line = new byte[lineEnd + 1 - in.readerIndex()];
      in.getBytes(in.readerIndex(), line);
      requestLine(line);
    }
  }

  private RequestMessage request(byte[] head) throws Malformed {
    Fields fields = fields(head, requestLine(head));
    return RequestMessage.of(fields, methodEnd, methodEnd + 1, targetEnd, minorVersion);
  }

  /** Reads the line and gives the next one's place. It ends in a line feed, so no index leaves. */
  private int requestLine(byte[] head) throws Malformed {
    int at = 0;
    while (Octets.isToken(head[at])) {
      at++;
    }
    if (at == 0 && (head[at] == Octets.CR || head[at] == Octets.LF)) {
      throw bareLineEnd();
    }
    if (at == 0 || head[at] != Octets.SP) {
      throw new Malformed(
          Fault.BAD_METHOD, "no method and single space at the start of the request line");
    }
    methodEnd = at++;
    while (Octets.isTarget(head[at])) {
      at++;
    }
    targetEnd = at;
    if (targetEnd > limits.lineBytes()) {
      throw lineTooLong();
    }
    if (targetEnd == methodEnd + 1 || head[at] != Octets.SP) {
      throw badTarget(head[at]);
    }
    minorVersion = minorVersion(head, at + 1);
    int next = lineEnd(head, at + 1 + VERSION_LENGTH, Fault.BAD_START_LINE);
    if (next > limits.lineBytes()) {
      throw lineTooLong();
    }
    return next;
  }

  private Malformed badTarget(byte octet) {
    boolean isSpace = octet == Octets.SP || octet == Octets.TAB;
    boolean isLineEnd = octet == Octets.CR || octet == Octets.LF;
    if (isLineEnd && targetEnd > methodEnd + 1) {
      return new Malformed(
          Fault.BAD_VERSION, "no version behind the target (expected: HTTP/1.1 or HTTP/1.0)");
    }
    return new Malformed(
        isSpace || isLineEnd ? Fault.BAD_START_LINE : Fault.BAD_TARGET,
        "no target and single space in the request line");
  }

  private ResponseMessage response(byte[] head) throws Malformed {
    int version = minorVersion(head, 0);
    int status = 0;
    int at = VERSION_LENGTH;
    if (head[at] != Octets.SP) {
      throw badStatusLine("no single space behind the version");
    }
    for (at++; at < VERSION_LENGTH + 4; at++) {
      if (!Octets.isDigit(head[at])) {
        throw badStatusLine("no three-digit status");
      }
      status = status * 10 + head[at] - '0';
    }
    // The space is asked for even where the reason is empty; many servers leave both out.
    int reasonStart = at;
    if (head[at] != Octets.SP && head[at] != Octets.CR) {
      throw badStatusLine("no single space behind the status");
    }
    while (Octets.isFieldValue(head[at])) {
      at++;
    }
    Fields fields = fields(head, lineEnd(head, at, Fault.BAD_START_LINE));
    return ResponseMessage.of(fields, status, reasonStart, at, version);
  }

  private static Malformed badStatusLine(String detail) {
    return new Malformed(Fault.BAD_START_LINE, detail + " in the status line");
  }

  /**
   * 0 or 1: a higher minor version is served as the highest that we know, and goes on as that (RFC
   * 9110 section 2.5).
   */
  private static int minorVersion(byte[] head, int at) throws Malformed {
    boolean isHttp =
        head.length > at + VERSION_LENGTH
            && head[at] == 'H'
            && head[at + 1] == 'T'
            && head[at + 2] == 'T'
            && head[at + 3] == 'P'
            && head[at + 4] == '/'
            && Octets.isDigit(head[at + 5])
            && head[at + 6] == '.'
            && Octets.isDigit(head[at + 7]);
    if (!isHttp) {
      throw new Malformed(Fault.BAD_VERSION, "no version (expected: HTTP/1.1 or HTTP/1.0)");
    }
    int minor = head[at + 7] - '0';
    if (head[at + 5] != '1') {
      throw new Malformed(
          Fault.VERSION_NOT_SUPPORTED,
          "version HTTP/%c.%d (expected: HTTP/1.1 or HTTP/1.0)".formatted(head[at + 5], minor));
    }
    return Math.min(minor, 1);
  }

  /**
   * Takes the CR LF at {@code at}.
   *
   * @param fault what it is if some other octet stands there than half a line end
   */
  private static int lineEnd(byte[] head, int at, Fault fault) throws Malformed {
    if (head[at] == Octets.CR && head[at + 1] == Octets.LF) {
      return at + 2;
    }
    if (head[at] == Octets.CR || head[at] == Octets.LF) {
      throw bareLineEnd();
    }
    throw new Malformed(fault, "octet 0x%02x before the line's end".formatted(head[at]));
  }

  static Malformed bareLineEnd() {
    return new Malformed(Fault.BARE_LINE_END, "CR or LF alone (expected: CR LF)");
  }

  /** Every head ends in an empty line, so no index here can leave the array. */
  private Fields fields(byte[] head, int start) throws Malformed {
    Fields fields = shared == null ? new Fields(head, start) : shared.begin(head, start);
    int at = start;
    while (at < head.length - 2) {
      if (fields.count() == limits.fields()) {
        throw new Malformed(
            Fault.TOO_MANY_FIELDS, "more than %d fields".formatted(limits.fields()));
      }
      at = field(head, at, fields);
    }
    lineEnd(head, at, Fault.BAD_FIELD_NAME);
    return fields;
  }

  /** Reads the field line at {@code start} and gives the next line's place. */
  static int field(byte[] head, int start, Fields into) throws Malformed {
    int nameEnd = start;
    while (Octets.isToken(head[nameEnd])) {
      nameEnd++;
    }
    if (nameEnd == start || head[nameEnd] != Octets.COLON) {
      throw badName(head, start, nameEnd);
    }
    int valueStart = nameEnd + 1;
    while (head[valueStart] == Octets.SP || head[valueStart] == Octets.TAB) {
      valueStart++;
    }
    int lineEnd = Octets.fieldValueEnd(head, valueStart);
    int valueEnd = lineEnd;
    while (valueEnd > valueStart
        && (head[valueEnd - 1] == Octets.SP || head[valueEnd - 1] == Octets.TAB)) {
      valueEnd--;
    }
    int next = lineEnd(head, lineEnd, Fault.BAD_FIELD_VALUE);
    into.add(start, nameEnd, valueStart, valueEnd);
    return next;
  }

  private static Malformed badName(byte[] head, int start, int nameEnd) {
    byte octet = head[nameEnd];
    if (nameEnd > start) {
      return new Malformed(Fault.BAD_FIELD_NAME, "no colon right behind a field's name");
    }
    if (octet == Octets.SP || octet == Octets.TAB) {
      return new Malformed(Fault.FOLDED_FIELD, "field line starts with white space");
    }
    return octet == Octets.CR || octet == Octets.LF
        ? bareLineEnd()
        : new Malformed(Fault.BAD_FIELD_NAME, "field line starts with no name");
  }
}
