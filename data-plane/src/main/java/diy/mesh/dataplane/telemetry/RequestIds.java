package diy.mesh.dataplane.telemetry;

import diy.mesh.model.route.RequestHead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one request is found again wherever it is logged: its {@code x-request-id}, and the trace
 * that its {@code traceparent} names. What did not come with the request is made here, once: a
 * request that is sent again is still the same.
 */
public final class RequestIds {

  private static final byte[] ID_NAME = ascii("x-request-id: ");
  private static final byte[] TRACE_NAME = ascii("traceparent: 00-");
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int ID_LENGTH = 36;
  private static final int ID_LINE = ID_NAME.length + ID_LENGTH + 2;
  private static final int TRACE_LENGTH = 32;
  private static final int TRACE_LINE =
      TRACE_NAME.length + TRACE_LENGTH + "-0123456789abcdef-01".length() + 2;

  private static final RequestIds RECEIVED = new RequestIds(new byte[0], false, false);

  private final byte[] lines;
  private final boolean makesId;
  private final boolean makesTrace;

  private RequestIds(byte[] lines, boolean makesId, boolean makesTrace) {
    this.lines = lines;
    this.makesId = makesId;
    this.makesTrace = makesTrace;
  }

  /**
   * Makes what is missing; for one event loop.
   *
   * @param dice ids are told apart by these; they are no secrets
   */
  public record Source(NewTraces traces, RandomGenerator dice) {

    /**
     * The ids of one request.
     *
     * @param hasId whether it came with an id that may go on
     * @param hasTrace whether it came as part of a trace
     */
    public RequestIds complete(boolean hasId, boolean hasTrace) {
      boolean makesTrace = !hasTrace && traces != NewTraces.KEEP;
      if (hasId && !makesTrace) {
        return RECEIVED;
      }
      byte[] lines = new byte[(hasId ? 0 : ID_LINE) + (makesTrace ? TRACE_LINE : 0)];
      int end = hasId ? 0 : idLine(lines);
      if (makesTrace) {
        traceLine(lines, end);
      }
      return new RequestIds(lines, !hasId, makesTrace);
    }

    /** A version 4 UUID (RFC 9562), as most proxies make them. */
    private int idLine(byte[] out) {
      long high = (dice.nextLong() & ~0xf000L) | 0x4000L;
      long low = (dice.nextLong() & ~(3L << 62)) | (1L << 63);
      int at = put(ID_NAME, out, 0);
      at = dash(out, hex(high >>> 32, 8, out, at));
      at = dash(out, hex(high >>> 16, 4, out, at));
      at = dash(out, hex(high, 4, out, at));
      at = dash(out, hex(low >>> 48, 4, out, at));
      return lineEnd(out, hex(low, 12, out, at));
    }

    private void traceLine(byte[] out, int start) {
      int at = put(TRACE_NAME, out, start);
      at = hex(dice.nextLong(), 16, out, at);
      at = dash(out, hex(notZero(dice.nextLong()), 16, out, at));
      at = dash(out, hex(notZero(dice.nextLong()), 16, out, at));
      out[at++] = '0';
      out[at++] = traces.flag();
      lineEnd(out, at);
    }

    private static long notZero(long id) {
      return id == 0 ? 1 : id;
    }
  }

  /** The field lines that a request gets; empty where it came with all. Not to be changed. */
  @SuppressWarnings("MutableArray")
  public byte[] lines() {
    return lines;
  }

  /** Whether the id is a new one, so that none that came goes on. */
  public boolean makesId() {
    return makesId;
  }

  /** Whether the trace is a new one, so that nothing of another goes on. */
  public boolean makesTrace() {
    return makesTrace;
  }

  /** The id, for people and logs. */
  public String requestId(@Nullable RequestHead request) {
    return makesId ? text(ID_NAME.length, ID_LENGTH) : receivedId(request);
  }

  /** The trace's id, 32 hexadecimal digits; empty where there is none. */
  String traceId(@Nullable RequestHead request) {
    return makesTrace ? text(traceStart(), TRACE_LENGTH) : receivedTraceId(request);
  }

  /** The id that came with the request; empty where it is a new one. */
  String receivedId(@Nullable RequestHead request) {
    return makesId ? "" : received(request, "x-request-id");
  }

  /** The id of the trace that the request is part of; empty where that is new, or there is none. */
  String receivedTraceId(@Nullable RequestHead request) {
    if (makesTrace) {
      return "";
    }
    String received = received(request, "traceparent");
    byte[] bytes = received.getBytes(StandardCharsets.ISO_8859_1);
    return TraceParent.isValid(bytes, 0, bytes.length) ? TraceParent.traceId(received) : "";
  }

  /**
   * Writes both, without a string of the new ones.
   *
   * @param receivedId what {@link #receivedId} gave while the request's head was there
   * @param receivedTraceId what {@link #receivedTraceId} gave
   */
  void appendTo(LogLine line, String receivedId, String receivedTraceId) {
    line.plain("request_id", lines, ID_NAME.length, makesId ? ID_LENGTH : 0)
        .text("request_id", receivedId)
        .plain("trace_id", lines, traceStart(), makesTrace ? TRACE_LENGTH : 0)
        .text("trace_id", receivedTraceId);
  }

  private int traceStart() {
    return (makesId ? ID_LINE : 0) + TRACE_NAME.length;
  }

  private static String received(@Nullable RequestHead request, String name) {
    String value = request == null ? null : request.header(name);
    return value == null ? "" : value;
  }

  private String text(int start, int length) {
    return new String(lines, start, length, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int put(byte[] text, byte[] out, int at) {
    System.arraycopy(text, 0, out, at, text.length);
    return at + text.length;
  }

  /** The lowest {@code digits} of {@code bits}: a multiple of four. */
  private static int hex(long bits, int digits, byte[] out, int at) {
    for (int left = digits; left > 0; left -= 4) {
      FOUR.set(out, at + digits - left, fourDigits((int) (bits >>> (4 * (left - 4))) & 0xffff));
    }
    return at + digits;
  }

  /** All four at once: each is moved into an octet of its own, then given its letter or figure. */
  private static int fourDigits(int bits) {
    int apart = ((bits & 0xff00) << 8) | (bits & 0xff);
    apart = ((apart & 0xf000f0) << 4) | (apart & 0xf000f);
    int isLetter = ((apart + 0x06060606) >>> 4) & 0x01010101;
    return apart + 0x30303030 + isLetter * ('a' - '0' - 10);
  }

  private static int dash(byte[] out, int at) {
    out[at] = '-';
    return at + 1;
  }

  private static int lineEnd(byte[] out, int at) {
    out[at] = '\r';
    out[at + 1] = '\n';
    return at + 2;
  }
}
