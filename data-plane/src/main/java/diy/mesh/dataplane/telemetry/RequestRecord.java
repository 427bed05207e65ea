package diy.mesh.dataplane.telemetry;

import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Address;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one request: filled in along its path, read once at its end by {@link Observer}.
 * Belongs to one event loop.
 */
public final class RequestRecord {

  /** The reason of a request whose client left before its response was complete. */
  public static final String CLIENT_GONE = "client-gone";

  /** The reason of a response that broke off behind its head: too late for a status. */
  public static final String RESPONSE_CUT = "response-cut";

  /** The reason of a response whose client did not take the rest of it. */
  public static final String CLIENT_STALLED = "client-stalled";

  /** The reason of a request that the proxy's end came before. */
  public static final String PROXY_STOPPED = "proxy-stopped";

  private final @Nullable RequestHead request;
  private final RequestIds ids;
  private final @Nullable SocketAddress client;
  private final long startNanos;
  private Attribution attribution;
  private @Nullable Address endpoint;
  private int tries;
  private long bytesIn;
  private long bytesOut;
  private int status;
  private String reason = "";
  private String why = "";
  private @Nullable RequestTrace trace;

  /**
   * Begins a record.
   *
   * @param request null where it could not be read
   * @param ids how it is found again
   * @param client where it came from
   * @param startNanos when its head was complete, by the clock that {@link Observer} is told the
   *     end by
   */
  public RequestRecord(
      @Nullable RequestHead request,
      RequestIds ids,
      @Nullable SocketAddress client,
      long startNanos,
      Attribution beforeItsDecision) {
    this.request = request;
    this.ids = ids;
    this.client = client;
    this.startNanos = startNanos;
    this.attribution = beforeItsDecision;
  }

  /** The path decided. */
  public void decided(Attribution by) {
    attribution = by;
  }

  /** It goes to an upstream: for the first time, or once more. */
  public void tried(Address upstream) {
    endpoint = upstream;
    tries++;
    if (trace != null) {
      trace.step("tried", upstream.toString());
    }
  }

  /** Bytes came from the client. */
  public void received(int bytes) {
    bytesIn += bytes;
  }

  /** Bytes went to the client. */
  public void sent(int bytes) {
    bytesOut += bytes;
  }

  /** The client gets this status, 100 to 599. */
  public void responded(int withStatus) {
    status = withStatus;
  }

  /** It did not go as it should: a refusal's reason, or one of this class's. */
  public void failed(String because) {
    reason = because;
  }

  /**
   * It was refused.
   *
   * @param explanation for people to read
   */
  public void refused(String because, String explanation) {
    reason = because;
    why = explanation;
    note("refused", explanation);
  }

  /** From now on what happens is noted there, too. */
  void traceInto(RequestTrace account) {
    trace = account;
  }

  /** Its account; null where nobody wants one, as nearly always. */
  public @Nullable RequestTrace trace() {
    return trace;
  }

  /** Something happened that only a trace tells. */
  public void note(String step, String what) {
    if (trace != null) {
      trace.step(step, what);
    }
  }

  /** What was asked for; null where that could not be read. */
  public @Nullable RequestHead request() {
    return request;
  }

  /** How it is found again. */
  public RequestIds ids() {
    return ids;
  }

  /** Where it came from; null where that is unknown. */
  @Nullable SocketAddress client() {
    return client;
  }

  /** When its head was complete. */
  public long startNanos() {
    return startNanos;
  }

  /** Whose it is. */
  public Attribution attribution() {
    return attribution;
  }

  /** The upstream of the last try; null where there was none. */
  public @Nullable Address endpoint() {
    return endpoint;
  }

  /** How many times it went to an upstream; 0 where it was refused before. */
  public int tries() {
    return tries;
  }

  /** Of the body; the head is not counted. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Of the response: head and content, without the framing of chunks that we made. */
  public long bytesOut() {
    return bytesOut;
  }

  /** What the client got; 0 where it got none. */
  public int status() {
    return status;
  }

  /** Why it was refused, for people to read; empty where it was not. */
  String why() {
    return why;
  }

  /** Why it failed; empty where it did not. */
  public String reason() {
    return reason;
  }
}
