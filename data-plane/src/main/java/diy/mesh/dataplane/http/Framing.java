package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;

/**
 * What a head says about its body's end (RFC 9112 section 6). Two readings of it are what request
 * smuggling is made of, so only one coding and one length are understood, and never both.
 */
final class Framing {

  /** 18 decimal digits never overflow a long. */
  private static final int MOST_LENGTH_DIGITS = 18;

  private static final String CHUNKED = "chunked";

  private Framing() {}

  /** Whether the body comes in chunks. */
  static boolean isChunked(Fields fields, int minorVersion) throws Malformed {
    int codings = fields.occurrences(FieldName.TRANSFER_ENCODING);
    if (codings == 0) {
      return false;
    }
    if (minorVersion == 0) {
      // RFC 9112 section 6.1: its framing counts as faulty.
      throw new Malformed(Fault.BAD_TRANSFER_ENCODING, "Transfer-Encoding in HTTP/1.0");
    }
    if (codings > 1) {
      throw new Malformed(
          Fault.BAD_TRANSFER_ENCODING, "Transfer-Encoding repeated (expected: chunked, once)");
    }
    String value = fields.value(fields.find(FieldName.TRANSFER_ENCODING));
    if (!value.equalsIgnoreCase(CHUNKED)) {
      throw new Malformed(
          isListEndingTheMessage(value) ? Fault.UNKNOWN_CODING : Fault.BAD_TRANSFER_ENCODING,
          "Transfer-Encoding '%s' (expected: chunked, once and alone)".formatted(value));
    }
    return true;
  }

  /** Whether it could be valid for somebody: a list of codings, chunked at most at its end. */
  private static boolean isListEndingTheMessage(String value) {
    String[] codings = value.split(",", -1);
    for (int i = 0; i < codings.length; i++) {
      String coding = codings[i].strip();
      if (!isToken(coding) || (coding.equalsIgnoreCase(CHUNKED) && i < codings.length - 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && Octets.isToken((byte) c));
  }

  /** -1 where the head has none. */
  static long contentLength(Fields fields) throws Malformed {
    int field = fields.find(FieldName.CONTENT_LENGTH);
    if (field < 0) {
      return -1;
    }
    if (fields.occurrences(FieldName.CONTENT_LENGTH) > 1) {
      throw new Malformed(Fault.REPEATED_LENGTH, "more than one Content-Length");
    }
    byte[] bytes = fields.bytes();
    int start = fields.valueStart(field);
    int digits = fields.valueEnd(field) - start;
    long length = 0;
    boolean valid = digits > 0 && digits <= MOST_LENGTH_DIGITS;
    for (int at = start; valid && at < start + digits; at++) {
      valid = Octets.isDigit(bytes[at]);
      length = length * 10 + bytes[at] - '0';
    }
    if (!valid) {
      throw new Malformed(
          Fault.BAD_LENGTH,
          "Content-Length '%s' (expected: up to %d digits)"
              .formatted(fields.value(field), MOST_LENGTH_DIGITS));
    }
    return length;
  }

  /**
   * Whether the length starts with zeros that say nothing. They are valid (RFC 9110 section 8.6),
   * but somebody behind us might take them for the sign of an octal number.
   */
  static boolean isPadded(Fields fields) {
    int field = fields.find(FieldName.CONTENT_LENGTH);
    return field >= 0
        && fields.valueEnd(field) - fields.valueStart(field) > 1
        && fields.bytes()[fields.valueStart(field)] == '0';
  }

  static Malformed conflict() {
    return new Malformed(
        Fault.CONFLICTING_LENGTH, "both Content-Length and Transfer-Encoding (expected: one)");
  }

  /** Whether the fields say both; which of the two is odd does not matter any more. */
  static boolean conflicts(Fields fields) {
    return fields.find(FieldName.TRANSFER_ENCODING) >= 0
        && fields.find(FieldName.CONTENT_LENGTH) >= 0;
  }
}
