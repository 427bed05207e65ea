package diy.mesh.dataplane.telemetry;

import diy.mesh.model.service.Address;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one connection whose bytes are relayed as they are: filled in on its way, read
 * once at its end by {@link Observer}. Belongs to one event loop.
 */
public final class RelayRecord {

  /** The reason of a connection whose upstream took none. */
  public static final String CONNECT_FAILED = "connect-failed";

  /** What is relayed whatever it is, since it is none of the mesh's. */
  public static final String PASSTHROUGH = "passthrough";

  /** What nobody here understands. */
  public static final String OPAQUE = "opaque";

  /** What follows a CONNECT. */
  public static final String TUNNEL = "tunnel";

  private final String protocol;
  private final @Nullable SocketAddress client;
  private final long startNanos;
  private final Attribution attribution;
  private final @Nullable Address upstream;
  private long bytesIn;
  private long bytesOut;
  private String reason = "";
  private String requestId = "";

  /**
   * Begins a record.
   *
   * @param protocol one of this class's, or that which a request changed to
   * @param upstream null where there is none to go to
   * @param startNanos by the clock that {@link Observer} is told the end by
   */
  public RelayRecord(
      String protocol,
      @Nullable SocketAddress client,
      Attribution attribution,
      @Nullable Address upstream,
      long startNanos) {
    this.protocol = protocol;
    this.client = client;
    this.attribution = attribution;
    this.upstream = upstream;
    this.startNanos = startNanos;
  }

  /**
   * Begins the record of a connection that a request changed to another protocol.
   *
   * @param protocol {@link #TUNNEL}, or what the request asked for
   */
  public static RelayRecord behind(RequestRecord request, String protocol, long startNanos) {
    var record =
        new RelayRecord(
            protocol, request.client(), request.attribution(), request.endpoint(), startNanos);
    record.requestId = request.ids().requestId(request.request());
    return record;
  }

  /** Bytes came from the client. */
  public void received(int bytes) {
    bytesIn += bytes;
  }

  /** Bytes went to the client. */
  public void sent(int bytes) {
    bytesOut += bytes;
  }

  /** It did not go as it should: a refusal's reason, or one of this class's. */
  public void failed(String why) {
    reason = why;
  }

  String protocol() {
    return protocol;
  }

  @Nullable SocketAddress client() {
    return client;
  }

  long startNanos() {
    return startNanos;
  }

  Attribution attribution() {
    return attribution;
  }

  @Nullable Address upstream() {
    return upstream;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  String reason() {
    return reason;
  }

  String requestId() {
    return requestId;
  }
}
