package diy.mesh.dataplane.telemetry;

/** Reads {@code traceparent} as W3C's Trace Context has it (section 3.2). */
public final class TraceParent {

  private static final int LENGTH = 55;
  private static final int TRACE_START = 3;
  private static final int TRACE_END = 35;
  private static final int PARENT_START = 36;
  private static final int PARENT_END = 52;
  private static final int FLAGS_START = 53;

  private TraceParent() {}

  /**
   * Whether the octets from {@code start} to {@code end} name a trace and a parent. Versions to
   * come may have more behind that; what comes before it they leave as it is.
   */
  public static boolean isValid(byte[] bytes, int start, int end) {
    int length = end - start;
    return length >= LENGTH
        && isVersion(bytes, start, length)
        && bytes[start + TRACE_START - 1] == '-'
        && isId(bytes, start + TRACE_START, start + TRACE_END)
        && bytes[start + TRACE_END] == '-'
        && isId(bytes, start + PARENT_START, start + PARENT_END)
        && bytes[start + PARENT_END] == '-'
        && isHex(bytes, start + FLAGS_START, start + LENGTH);
  }

  /** The trace's id of a valid value, 32 hexadecimal digits. */
  static String traceId(String valid) {
    return valid.substring(TRACE_START, TRACE_END);
  }

  private static boolean isVersion(byte[] bytes, int start, int length) {
    if (!isHex(bytes, start, start + 2) || (bytes[start] == 'f' && bytes[start + 1] == 'f')) {
      return false;
    }
    boolean first = bytes[start] == '0' && bytes[start + 1] == '0';
    return length == LENGTH || (!first && bytes[start + LENGTH] == '-');
  }

  /** All zeros name nothing. */
  private static boolean isId(byte[] bytes, int start, int end) {
    boolean names = false;
    for (int at = start; at < end; at++) {
      if (!isHex(bytes[at])) {
        return false;
      }
      names |= bytes[at] != '0';
    }
    return names;
  }

  private static boolean isHex(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (!isHex(bytes[at])) {
        return false;
      }
    }
    return true;
  }

  /** Small letters only: capitals make a value invalid. */
  private static boolean isHex(byte octet) {
    return (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'f');
  }
}
