package diy.mesh.dataplane.http;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at frames before anything is made of them: counts those that a peer can send for nothing,
 * and ends the connection for too many, or for a stream that is begun out of its order.
 */
final class FloodGuard implements Http2FrameReader {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** So many streams that we ended may still get trailers from who does not know yet. */
  private static final int REMEMBERED = 64;

  private final Http2Connection connection;
  private final Http2FrameReader reader;
  private final Counters counters;
  private final LongSupplier nanos;
  private final Tally resets;
  private final Tally control;
  private final Tally empty;
  private final int[] ended = new int[REMEMBERED];
  private @Nullable Counting counting;
  private int nextEnded;
  private int begun;
  private boolean isCutOff;

  /** Frames of one kind within a second. */
  private final class Tally {
    private final Metric metric;
    private final int most;
    private final String what;
    private long since;
    private int count;

    private Tally(Metric metric, int most, String what) {
      this.metric = metric;
      this.most = most;
      this.what = what;
    }

    private void add() throws Http2Exception {
      long now = nanos.getAsLong();
      if (count == 0 || now - since >= SECOND) {
        since = now;
        count = 0;
      }
      if (++count > most) {
        isCutOff = true;
        counters.increment(metric);
        throw connectionError(ENHANCE_YOUR_CALM, "over %d %s within a second", most, what);
      }
    }
  }

  /**
   * Watches what {@code reader} reads.
   *
   * @param nanos a clock that only goes forward
   */
  FloodGuard(
      Http2Connection connection,
      Http2FrameReader reader,
      StreamLimits limits,
      Counters counters,
      LongSupplier nanos) {
    this.connection = connection;
    this.reader = reader;
    this.counters = counters;
    this.nanos = nanos;
    this.resets = new Tally(Metric.LIMIT_RESETS, limits.resetsPerSecond(), "resets");
    this.control =
        new Tally(Metric.LIMIT_CONTROL_FRAMES, limits.controlPerSecond(), "control frames");
    this.empty = new Tally(Metric.LIMIT_EMPTY_FRAMES, limits.emptyPerSecond(), "empty frames");
  }

  @Override
  public void readFrame(ChannelHandlerContext context, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    if (isCutOff) {
      in.skipBytes(in.readableBytes()); // goodbye was said
      return;
    }
    Counting watching = counting;
    if (watching == null || !watching.passesTo(listener)) {
      watching = new Counting(listener);
      counting = watching;
    }
    reader.readFrame(context, in, watching);
  }

  /** The peer made a mistake for which a stream of its own ends: as good as a reset of it. */
  void streamError() throws Http2Exception {
    resets.add();
  }

  /** We ended a stream; what its peer has sent already is no mistake. */
  void streamEnded(int stream) {
    ended[nextEnded++ % REMEMBERED] = stream;
  }

  private boolean isEnded(int stream) {
    for (int each : ended) {
      if (each == stream) {
        return true;
      }
    }
    return false;
  }

  /** Whether a head may be read on; not that of a stream that we ended (RFC 9113 section 5.1). */
  private boolean isInOrder(int stream) throws Http2Exception {
    Http2Stream known = connection.stream(stream);
    if (known != null && known.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
      throw Http2Exception.streamError(
          stream, STREAM_CLOSED, "a head behind the end of stream %d", stream);
    }
    if (!connection.isServer() || known != null) {
      return true;
    }
    int last = connection.remote().lastStreamCreated();
    if (stream > last) {
      begun++;
      return true;
    }
    if (isEnded(stream)) {
      return false;
    }
    // Streams that were passed over can never begin; where none was, this one is over.
    boolean isOver = begun == (last + 1) / 2;
    throw connectionError(
        isOver ? STREAM_CLOSED : PROTOCOL_ERROR, "a head on stream %d, which is over", stream);
  }

  @Override
  public Configuration configuration() {
    return reader.configuration();
  }

  @Override
  public void close() {
    reader.close();
  }

  private final class Counting extends Http2FrameListenerDecorator {

    Counting(Http2FrameListener listener) {
      super(listener);
    }

    /** The codec takes another one behind the preface. */
    @SuppressWarnings("ReferenceEquality") // the very same
    boolean passesTo(Http2FrameListener other) {
      return listener == other;
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean ends)
        throws Http2Exception {
      if (!data.isReadable() && !ends) {
        empty.add();
      }
      return super.onDataRead(context, stream, data, padding, ends);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context, int stream, Http2Headers head, int padding, boolean ends)
        throws Http2Exception {
      if (isInOrder(stream)) {
        super.onHeadersRead(context, stream, head, padding, ends);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int stream,
        Http2Headers head,
        int dependsOn,
        short weight,
        boolean exclusive,
        int padding,
        boolean ends)
        throws Http2Exception {
      if (isInOrder(stream)) {
        super.onHeadersRead(context, stream, head, dependsOn, weight, exclusive, padding, ends);
      }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long error)
        throws Http2Exception {
      resets.add();
      super.onRstStreamRead(context, stream, error);
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext context, int stream, int on, short weight, boolean exclusive)
        throws Http2Exception {
      control.add();
      super.onPriorityRead(context, stream, on, weight, exclusive);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
        throws Http2Exception {
      control.add();
      super.onSettingsRead(context, settings);
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
      control.add();
      super.onPingRead(context, data);
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
        throws Http2Exception {
      control.add();
      super.onUnknownFrame(context, type, stream, flags, payload);
    }
  }
}
