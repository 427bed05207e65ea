package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of HTTP/2 have in common: one connection, many streams, one event loop.
 *
 * @param <S> what is kept of each stream
 */
abstract class StreamConnection<S> extends Http2ConnectionHandler {

  /** How Netty begins to say that a head came in too many small frames. */
  private static final String SMALL_CONTINUATIONS = "Number of small consecutive continuations";

  private final StreamCodec codec;
  private final StreamLimits limits;
  private final Counters counters;
  private final Http2Connection.PropertyKey key = connection().newKey();

  /** Whose bytes went to a far end during this read, and wait there for a flush. */
  private final List<Exchange> touched = new ArrayList<>();

  private @Nullable ChannelHandlerContext context;
  private boolean reading;
  private boolean flushing;

  StreamConnection(StreamCodec codec, Limits limits, Counters counters) {
    // Closing closes; who wants to be graceful says goodbye before.
    super(codec.decoder(), codec.encoder(), codec.settings(), true, false);
    this.codec = codec;
    this.limits = limits.streams();
    this.counters = counters;
    connection().remote().flowController().listener(this::writabilityChanged);
  }

  private void writabilityChanged(Http2Stream stream) {
    if (takesMore(stream)) {
      tookSome(stream);
    }
  }

  /** The peer takes more of a stream's content. */
  abstract void tookSome(Http2Stream stream);

  /** Whether it is known that the peer speaks HTTP/2: else it makes no mistakes in it. */
  abstract boolean speaksIt();

  /** Flushes the far end of an exchange, at the end of a read. */
  abstract void flushFarEnd(Exchange exchange);

  final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("used before it was in a pipeline");
    }
    return context;
  }

  final Channel channel() {
    return context().channel();
  }

  final Counters counters() {
    return counters;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    super.handlerAdded(added);
    if (added.channel().isActive()) {
      widen();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) throws Exception {
    super.channelActive(active);
    widen();
    flush(active);
    active.read();
  }

  private void widen() throws Http2Exception {
    Http2Stream all = connection().connectionStream();
    var controller = connection().local().flowController();
    int more = limits.connectionBytes() - controller.windowSize(all);
    if (more > 0) {
      controller.incrementWindowSize(all, more);
    }
  }

  // Streams and what belongs to them.

  final void keep(Http2Stream stream, S end) {
    stream.setProperty(key, end);
  }

  final @Nullable S endOf(int stream) {
    Http2Stream found = connection().stream(stream);
    return found == null ? null : found.getProperty(key);
  }

  final @Nullable S endOf(Http2Stream stream) {
    return stream.getProperty(key);
  }

  // Writing. All of it leaves in one piece, when the loop has done what it has to do now.

  final ChannelFuture writeHead(Http2Stream stream, Http2Headers head, boolean ends) {
    return writeHead(stream.id(), head, ends);
  }

  final ChannelFuture writeHead(int stream, Http2Headers head, boolean ends) {
    flushSoon();
    return encoder().writeHeaders(context(), stream, head, 0, ends, context().newPromise());
  }

  final ChannelFuture writeContent(Http2Stream stream, ByteBuf bytes, boolean ends) {
    flushSoon();
    return encoder().writeData(context(), stream.id(), bytes, 0, ends, context().newPromise());
  }

  final void reset(Http2Stream stream, Http2Error error) {
    flushSoon();
    resetStream(context(), stream.id(), error.code(), context().newPromise());
  }

  /** The receiver has taken so much of a stream's content: its sender may send as much again. */
  final void taken(Http2Stream stream, int bytes) {
    try {
      if (bytes > 0 && connection().local().flowController().consumeBytes(stream, bytes)) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  final boolean takesMore(Http2Stream stream) {
    return connection().remote().flowController().isWritable(stream);
  }

  /** Whether content of a stream waits for its receiver. */
  final boolean isBlocked(Http2Stream stream) {
    return connection().remote().flowController().hasFlowControlled(stream);
  }

  final void flushSoon() {
    if (!flushing && !reading) {
      flushing = true;
      context().channel().eventLoop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushing = false;
    if (channel().isActive()) {
      flush(context());
    }
  }

  // Reading.

  /** Something of it went to its far end. */
  final void touch(Exchange exchange) {
    if (!reading) {
      flushFarEnd(exchange);
    } else if (touched.isEmpty() || touched.getLast() != exchange) {
      touched.add(exchange);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
    reading = true;
    super.channelRead(from, message);
  }

  /** Netty flushes what this read made us write here. */
  @Override
  public void channelReadComplete(ChannelHandlerContext from) throws Exception {
    for (int i = 0; i < touched.size(); i++) {
      flushFarEnd(touched.get(i));
    }
    touched.clear();
    reading = false;
    super.channelReadComplete(from);
  }

  /** Without its input no window opens again and no request comes: it is over. */
  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) throws Exception {
    super.userEventTriggered(from, event);
    if (event instanceof ChannelInputShutdownEvent) {
      from.close();
    }
  }

  @Override
  public void close(ChannelHandlerContext closing, ChannelPromise promise) throws Exception {
    if (closing.channel().isActive() && !connection().goAwaySent()) {
      sayGoodbye(connection().remote().lastStreamCreated());
      flush(closing);
    }
    super.close(closing, promise);
  }

  /** No stream above this one is served any more (RFC 9113 section 6.8). */
  final void sayGoodbye(int lastStream) {
    long noError = Http2Error.NO_ERROR.code();
    goAway(context(), lastStream, noError, Unpooled.EMPTY_BUFFER, context().newPromise());
    flushSoon();
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext on,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException error) {
    if (!outbound) {
      counters.increment(Metric.HTTP2_STREAM_ERRORS);
      try {
        if (connection().stream(error.streamId()) != null) {
          codec.guard().streamError();
        }
      } catch (Http2Exception tooMany) {
        onError(on, false, tooMany);
        return;
      }
    }
    super.onStreamError(on, outbound, cause, error);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext on, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
    if (speaksIt()) {
      counters.increment(Metric.HTTP2_CONNECTION_ERRORS);
    }
    if (error != null && String.valueOf(error.getMessage()).startsWith(SMALL_CONTINUATIONS)) {
      counters.increment(Metric.LIMIT_CONTINUATIONS);
    }
    super.onConnectionError(on, outbound, cause, error);
  }

  @Override
  public ChannelFuture resetStream(
      ChannelHandlerContext on, int stream, long error, ChannelPromise promise) {
    codec.guard().streamEnded(stream);
    return super.resetStream(on, stream, error, promise);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      from.close();
    } else {
      super.exceptionCaught(from, cause);
    }
  }
}
