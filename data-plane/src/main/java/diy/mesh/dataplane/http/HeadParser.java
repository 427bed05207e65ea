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

  /** How many bytes of the unfinished head hold no end: they need not be searched again. */
  private int searched;

  private int emptyLines;

  HeadParser(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes a request's head out of {@code in}; null, and only empty lines taken, if it is
   * unfinished.
   */
  @Nullable RequestMessage request(ByteBuf in) throws Malformed {
    skipEmptyLines(in);
    byte[] head = takeHead(in);
    return head == null ? null : request(head);
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
        throw Malformed.bad("more than %d empty lines".formatted(MOST_EMPTY_LINES));
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

  private RequestMessage request(byte[] head) throws Malformed {
    int methodEnd = 0;
    while (Octets.isToken(head[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == 0 || head[methodEnd] != Octets.SP) {
      throw Malformed.bad("no method and single space at the start of the request line");
    }
    int targetStart = methodEnd + 1;
    int targetEnd = targetStart;
    while (Octets.isTarget(head[targetEnd])) {
      targetEnd++;
    }
    if (targetEnd == targetStart || head[targetEnd] != Octets.SP) {
      throw Malformed.bad("no target and single space in the request line");
    }
    if (targetEnd > limits.lineBytes()) {
      throw lineTooLong();
    }
    int version = minorVersion(head, targetEnd + 1);
    Fields fields = fields(head, lineEnd(head, targetEnd + 1 + VERSION_LENGTH));
    return RequestMessage.of(fields, methodEnd, targetStart, targetEnd, version);
  }

  private ResponseMessage response(byte[] head) throws Malformed {
    int version = minorVersion(head, 0);
    int status = 0;
    int at = VERSION_LENGTH;
    if (head[at] != Octets.SP) {
      throw Malformed.bad("no single space behind the version in the status line");
    }
    for (at++; at < VERSION_LENGTH + 4; at++) {
      if (!Octets.isDigit(head[at])) {
        throw Malformed.bad("no three-digit status in the status line");
      }
      status = status * 10 + head[at] - '0';
    }
    // The space is asked for even where the reason is empty; many servers leave both out.
    int reasonStart = at;
    if (head[at] != Octets.SP && head[at] != Octets.CR) {
      throw Malformed.bad("no single space behind the status");
    }
    while (Octets.isFieldValue(head[at])) {
      at++;
    }
    return ResponseMessage.of(fields(head, lineEnd(head, at)), status, reasonStart, at, version);
  }

  /** 0 or 1. */
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
      throw Malformed.bad("no version (expected: HTTP/1.1 or HTTP/1.0)");
    }
    int minor = head[at + 7] - '0';
    if (head[at + 5] != '1' || minor > 1) {
      throw new Malformed(
          Fault.VERSION_NOT_SUPPORTED,
          "version HTTP/%c.%d (expected: HTTP/1.1 or HTTP/1.0)".formatted(head[at + 5], minor));
    }
    return minor;
  }

  private static int lineEnd(byte[] head, int at) throws Malformed {
    if (head[at] != Octets.CR || head[at + 1] != Octets.LF) {
      throw Malformed.bad("line does not end in CR LF");
    }
    return at + 2;
  }

  /** Every head ends in an empty line, so no index here can leave the array. */
  private Fields fields(byte[] head, int start) throws Malformed {
    var fields = new Fields(head);
    int at = start;
    while (at < head.length - 2) {
      if (fields.count() == limits.fields()) {
        throw new Malformed(
            Fault.HEADERS_TOO_LARGE, "more than %d fields".formatted(limits.fields()));
      }
      at = field(head, at, fields);
    }
    lineEnd(head, at);
    return fields;
  }

  /** Reads the field line at {@code start} and gives the next line's place. */
  static int field(byte[] head, int start, Fields into) throws Malformed {
    int nameEnd = start;
    while (Octets.isToken(head[nameEnd])) {
      nameEnd++;
    }
    if (nameEnd == start) {
      throw Malformed.bad("field line starts with no name (folded lines are refused)");
    }
    if (head[nameEnd] != Octets.COLON) {
      throw Malformed.bad("no colon right behind a field's name");
    }
    int valueStart = nameEnd + 1;
    while (head[valueStart] == Octets.SP || head[valueStart] == Octets.TAB) {
      valueStart++;
    }
    int lineEnd = valueStart;
    while (Octets.isFieldValue(head[lineEnd])) {
      lineEnd++;
    }
    int valueEnd = lineEnd;
    while (valueEnd > valueStart
        && (head[valueEnd - 1] == Octets.SP || head[valueEnd - 1] == Octets.TAB)) {
      valueEnd--;
    }
    int next = lineEnd(head, lineEnd);
    into.add(start, nameEnd, valueStart, valueEnd);
    return next;
  }
}
