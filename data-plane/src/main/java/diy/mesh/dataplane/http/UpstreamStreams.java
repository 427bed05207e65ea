package diy.mesh.dataplane.http;

import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's end of HTTP/2: a connection that carries requests of many clients at once.
 *
 * <p>It takes its first request once the server has sent its settings: until then nobody knows how
 * many it takes, nor whether it speaks HTTP/2 at all, and nothing needs to be sent twice.
 */
final class UpstreamStreams extends StreamConnection<UpstreamStream> {

  /** Where no more than this part of the window is left, requests go elsewhere. */
  private static final int ROOM = 4;

  private final Address address;
  private final StreamPool pool;
  private final Limits limits;

  private boolean ready;
  private boolean ending;

  /** Whether the server answered the preface with something else. */
  private boolean misunderstood;

  /** Streams above it were not looked at. */
  private int lastServed = Integer.MAX_VALUE;

  private long idleSince;

  UpstreamStreams(Address address, StreamPool pool, Upstreams upstreams) {
    super(
        StreamCodec.of(false, upstreams.limits(), upstreams.counters()),
        upstreams.limits(),
        upstreams.counters());
    this.address = address;
    this.pool = pool;
    this.limits = upstreams.limits();
    var frames = new Frames();
    decoder().frameListener(frames);
    connection().addListener(frames);
  }

  Address address() {
    return address;
  }

  Limits limits() {
    return limits;
  }

  /** Whether it can take one more request now. */
  boolean hasRoom() {
    var local = connection().local();
    int window = connection().local().flowController().windowSize(connection().connectionStream());
    return ready
        && !ending
        && local.canOpenStream()
        && channel().isActive()
        && window > limits.streams().connectionBytes() / ROOM;
  }

  /** Whether it has had no request since then; by {@link System#nanoTime}. */
  boolean isIdleSince(long nanos) {
    return connection().numActiveStreams() == 0 && idleSince - nanos <= 0;
  }

  /** Whether a server of HTTP/1 may be behind the address. */
  boolean wasMisunderstood() {
    return misunderstood;
  }

  /** By its settings. */
  @Override
  boolean speaksIt() {
    return ready;
  }

  @Override
  void tookSome(Http2Stream stream) {
    UpstreamStream end = endOf(stream);
    if (end != null) {
      end.tookSome();
    }
  }

  @Override
  void flushFarEnd(Exchange exchange) {
    exchange.flushResponse();
  }

  /** A new stream for a request; null where the request cannot be written. */
  @Nullable Http2Stream open(UpstreamStream end, Outgoing request) {
    int id = connection().local().incrementAndGetNextStreamId();
    var written = writeHead(id, HeadFrames.request(request), !request.request().hasBody());
    Http2Stream stream = connection().stream(id);
    if (stream == null || (written.isDone() && !written.isSuccess())) {
      return null;
    }
    keep(stream, end);
    return stream;
  }

  /** What the server's frames mean. */
  private final class Frames extends Http2EventAdapter {

    @Override
    public void onSettingsRead(ChannelHandlerContext on, Http2Settings settings) {
      if (!ready) {
        ready = true;
        idleSince = System.nanoTime();
        pool.ready(UpstreamStreams.this);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext on, int id, Http2Headers head, int padding, boolean ends)
        throws Http2Exception {
      UpstreamStream stream = endOf(id);
      if (stream != null) {
        stream.head((ReceivedHead) head, ends);
      }
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
      UpstreamStream stream = endOf(id);
      int length = data.readableBytes();
      return padding + (stream == null ? length : stream.content(data, ends));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext on, int id, long error) {
      UpstreamStream stream = endOf(id);
      if (stream != null) {
        stream.reset(error);
      }
    }

    /** Those behind {@code lastStream} are closed next, and were never looked at. */
    @Override
    public void onGoAwayReceived(int lastStream, long error, ByteBuf debug) {
      ending = true;
      lastServed = lastStream;
      pool.forget(UpstreamStreams.this);
      if (connection().numActiveStreams() == 0) {
        channel().close();
      }
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
      UpstreamStream stream = endOf(closed);
      if (stream != null) {
        stream.closed(closed.id() > lastServed);
      }
    }

    @Override
    public void onStreamRemoved(Http2Stream removed) {
      if (connection().numActiveStreams() == 0) {
        idleSince = System.nanoTime();
        if (ending) {
          channel().close();
        }
      }
    }
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext on, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
    misunderstood |= !ready && !outbound;
    super.onConnectionError(on, outbound, cause, error);
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) throws Exception {
    ending = true;
    pool.forget(this);
    super.channelInactive(from);
    pool.ended(this);
  }
}
