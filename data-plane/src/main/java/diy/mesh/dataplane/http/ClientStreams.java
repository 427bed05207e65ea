package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.OpenConnections;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.loop.Reset;
import diy.mesh.dataplane.path.Destination;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The client's end of HTTP/2: a connection whose streams are requests, each with a way of its own.
 */
public final class ClientStreams extends StreamConnection<ClientStream>
    implements OpenConnections.Ticking, Drain.Stoppable {

  /** Any stream that the client has begun by now is still served. */
  private static final int NOT_YET_KNOWN = Integer.MAX_VALUE;

  private final Channel channel;
  private final Destination destination;
  private final RequestPath path;
  private final Upstreams upstreams;
  private final ForwardedFields forwarded;
  private final Records records;
  private final Quiet idle = new Quiet();
  private final Quiet unread = new Quiet();
  private boolean stopping;

  /** Whether the client has said which settings it wants. */
  private boolean begun;

  private ClientStreams(
      StreamCodec codec,
      Channel channel,
      Destination destination,
      RequestPath path,
      Upstreams upstreams) {
    super(codec, upstreams.limits(), upstreams.counters());
    this.channel = channel;
    this.destination = destination;
    this.path = path;
    this.upstreams = upstreams;
    this.forwarded = ForwardedFields.of(upstreams.forwarded(), destination, channel);
    this.records = new Records(channel, destination, path, upstreams.observer());
    var frames = new Frames();
    decoder().frameListener(frames);
    connection().addListener(frames);
  }

  /**
   * Serves a connection from here on, as its pipeline's last handler.
   *
   * @param received what the client sent already; owned by the callee
   */
  public static void serve(
      Channel channel,
      Destination destination,
      RequestPath path,
      Upstreams upstreams,
      Drain drain,
      ByteBuf received) {
    var codec = StreamCodec.of(true, upstreams.limits(), upstreams.counters());
    var streams = new ClientStreams(codec, channel, destination, path, upstreams);
    channel.pipeline().addLast(streams);
    if (drain.isBegun()) {
      streams.stopping();
    }
    channel.pipeline().fireChannelRead(received).fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
    idle.end();
    counters().add(Metric.BYTES_RECEIVED, ((ByteBuf) message).readableBytes());
    super.channelRead(from, message);
  }

  @Override
  void tookSome(Http2Stream stream) {
    ClientStream end = endOf(stream);
    if (end != null) {
      end.tookSome();
    }
  }

  /** By its preface. */
  @Override
  boolean speaksIt() {
    return true;
  }

  @Override
  void flushFarEnd(Exchange exchange) {
    exchange.flushRequest();
  }

  /** What the client's frames mean. */
  private final class Frames extends Http2EventAdapter {

    @Override
    public void onSettingsRead(ChannelHandlerContext on, Http2Settings settings) {
      begun = true;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext on, int id, Http2Headers head, int padding, boolean ends)
        throws Http2Exception {
      ClientStream known = endOf(id);
      if (known != null) {
        known.trailers((ReceivedHead) head);
        return;
      }
      Http2Stream stream = Objects.requireNonNull(connection().stream(id), "the codec made it");
      var begins = new ClientStream(ClientStreams.this, stream);
      keep(stream, begins);
      begins.begin((ReceivedHead) head, ends);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext on,
        int id,
        Http2Headers head,
        int dependsOn,
        short weight,
        boolean exclusive,
        int padding,
        boolean ends)
        throws Http2Exception {
      onHeadersRead(on, id, head, padding, ends);
    }

    @Override
    public int onDataRead(ChannelHandlerContext on, int id, ByteBuf data, int padding, boolean ends)
        throws Http2Exception {
      ClientStream stream = endOf(id);
      int length = data.readableBytes();
      return padding + (stream == null ? length : stream.content(data, ends));
    }

    /** Also where the connection ends: then all of them close. */
    @Override
    public void onStreamClosed(Http2Stream closed) {
      ClientStream stream = endOf(closed);
      if (stream != null) {
        stream.closed();
      }
    }
  }

  // For its streams.

  RequestRecord begin(RequestMessage request) {
    return records.begin(request);
  }

  RequestPath path() {
    return path;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  Destination destination() {
    return destination;
  }

  Outgoing outgoing(RequestMessage request, RequestIds ids) {
    return new Outgoing(request, ids, forwarded, destination.address(), false);
  }

  /**
   * A request that is none; nothing of it reaches anybody.
   *
   * @return its record, to be filled in and handed to {@link #finished}
   */
  RequestRecord malformed(Refusal refusal) {
    counters().increment(Metric.refusal(refusal.reason()));
    RequestRecord record = records.begin(null);
    record.refused(refusal.reason(), refusal.message());
    return record;
  }

  void finished(RequestRecord record) {
    upstreams.observer().finished(record, System.nanoTime());
  }

  // The clock and the end.

  @Override
  public void tick(long nowNanos) {
    Patience patience = upstreams.limits().patience();
    long unsent = Quiet.pendingBytes(channel);
    unread.endIfMoved(unsent);
    if (unsent > 0 && unread.lasted(patience.stall(), nowNanos)) {
      counters().increment(Metric.LIMIT_STALL_CLIENT);
      Reset.now(channel);
      return;
    }
    streams().forEach(stream -> stream.tick(nowNanos));
    if (connection().numActiveStreams() > 0) {
      idle.end();
    } else if (idle.lasted(begun ? patience.idle() : patience.head(), nowNanos)) {
      counters().increment(begun ? Metric.LIMIT_IDLE : Metric.LIMIT_HEAD);
      channel.close();
    }
  }

  /** Those open now, which may close while they are asked. */
  private List<ClientStream> streams() {
    var open = new ArrayList<ClientStream>(connection().numActiveStreams());
    try {
      connection()
          .forEachActiveStream(
              stream -> {
                ClientStream end = endOf(stream);
                if (end != null) {
                  open.add(end);
                }
                return true;
              });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e); // the visitor throws none
    }
    return open;
  }

  @Override
  public Drain.Activity activity() {
    boolean atRest = connection().numActiveStreams() == 0 && Quiet.pendingBytes(channel) == 0;
    return atRest ? Drain.Activity.AT_REST : Drain.Activity.BUSY;
  }

  /** The client shall begin no more; what it has begun until it hears of that is served. */
  @Override
  public void stopping() {
    if (!stopping) {
      stopping = true;
      sayGoodbye(NOT_YET_KNOWN);
    }
  }

  @Override
  public void cut() {
    streams().forEach(ClientStream::cut);
  }
}
