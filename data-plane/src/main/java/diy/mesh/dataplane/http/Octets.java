package diy.mesh.dataplane.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which octets may stand where (RFC 9110 section 5.6.2, RFC 9112 section 2). */
final class Octets {

  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte TAB = '\t';
  static final byte COLON = ':';

  private static final byte TOKEN = 1;
  private static final byte FIELD_VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte HOST_NAME = 8;
  private static final byte[] CLASSES = classes();

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = EACH << 7;

  private Octets() {}

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = 0x21; c < 0x7f; c++) {
      boolean letterOrDigit = Character.isLetterOrDigit(c);
      boolean token = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      boolean hostName = letterOrDigit || "-._~!$&'()*+;=".indexOf(c) >= 0;
      classes[c] = (byte) (FIELD_VALUE | TARGET | (token ? TOKEN : 0) | (hostName ? HOST_NAME : 0));
    }
    // A fragment never goes over the wire (RFC 9110 section 7.1).
    classes['#'] = (byte) (classes['#'] & ~TARGET);
    classes[SP] = FIELD_VALUE;
    classes[TAB] = FIELD_VALUE;
    for (int c = 0x80; c < 0x100; c++) {
      classes[c] = FIELD_VALUE; // obs-text
    }
    return classes;
  }

  /** Methods, field names. */
  static boolean isToken(byte octet) {
    return (CLASSES[octet & 0xff] & TOKEN) != 0;
  }

  static boolean isFieldValue(byte octet) {
    return (CLASSES[octet & 0xff] & FIELD_VALUE) != 0;
  }

  /**
   * Where a field's value ends, with the blanks behind it: at the first octet from {@code start} on
   * that may not be part of it. There must be one.
   */
  static int fieldValueEnd(byte[] bytes, int start) {
    int at = start;
    while (at + Long.BYTES <= bytes.length && !mayHaveControl((long) EIGHT.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (isFieldValue(bytes[at])) {
      at++;
    }
    return at;
  }

  /**
   * Whether any of eight octets may be a control. Each step looks at all of them at once: what is
   * below a space borrows from its own highest bit, and so does a zero that has been DEL.
   */
  private static boolean mayHaveControl(long octets) {
    long belowSpace = (octets - ' ' * EACH) & ~octets;
    long zeroIfDelete = octets ^ (0x7f * EACH);
    long delete = (zeroIfDelete - EACH) & ~zeroIfDelete;
    return ((belowSpace | delete) & HIGHEST_BITS) != 0;
  }

  static boolean isTarget(byte octet) {
    return (CLASSES[octet & 0xff] & TARGET) != 0;
  }

  /** What a host's name may have besides percent-encoded octets (RFC 3986 section 3.2.2). */
  static boolean isHostName(byte octet) {
    return (CLASSES[octet & 0xff] & HOST_NAME) != 0;
  }

  static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  /** 0 to 15; -1 for what is no hexadecimal digit. */
  static int hexadecimal(byte octet) {
    return octet < 0 ? -1 : Character.digit(octet, 16);
  }

  /** Whether the octets from {@code start} to {@code end} are {@code text}, which is ASCII. */
  static boolean equals(byte[] bytes, int start, int end, String text) {
    if (end - start != text.length()) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] != text.charAt(i - start)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the octets from {@code start} to {@code end} are {@code lower}, whatever their case.
   *
   * @param lower in lower case, ASCII
   */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lower) {
    if (end - start != lower.length()) {
      return false;
    }
    for (int i = start; i < end; i++) {
      int octet = bytes[i];
      if (octet >= 'A' && octet <= 'Z') {
        octet += 'a' - 'A';
      }
      if (octet != lower.charAt(i - start)) {
        return false;
      }
    }
    return true;
  }
}
