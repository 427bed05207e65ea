package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.dataplane.upstream.ConnectionPool;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The upstream end of HTTP/1.1: writes one request at a time and reads its response.
 *
 * <p>Idle, then serving one {@link Exchange}, then idle again or closed. While idle it reads, so
 * that a connection that the server closes leaves the pool at once.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter
    implements UpstreamEnd, ConnectionPool.Pooled {

  /** Room for a usual head; grows. */
  private static final int HEAD_BYTES = 512;

  private final Address address;
  private final Upstreams upstreams;
  private final HeadParser parser;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private @Nullable Channel channel;
  private @Nullable Exchange exchange;

  /** The body of the response being read; null before its head. */
  private @Nullable Body body;

  /** Heads of 1xx to the request being served. */
  private int informational;

  /** Whether the request's body gets its chunks here: it came without, and without a length. */
  private boolean chunking;

  private boolean persistent;

  /** Whether reading or writing failed; what the server said before may still be unread. */
  private boolean failed;

  /** Whether it has been idle before: then the server may have closed it meanwhile. */
  private boolean kept;

  /** Whether a byte came since the request began. */
  private boolean answered;

  /** How the first bytes fare of a request that is not replayable, on a kept connection. */
  private @Nullable WriteMark written;

  private final Reuse reuse;

  UpstreamConnection(Address address, Upstreams upstreams) {
    this.address = address;
    this.upstreams = upstreams;
    this.parser = new HeadParser(upstreams.limits(), upstreams.responseFields());
    this.reuse = new Reuse(upstreams.idleLimit());
  }

  @Override
  public Address address() {
    return address;
  }

  EventLoop eventLoop() {
    return channel().eventLoop();
  }

  Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("used before it was connected");
    }
    return channel;
  }

  void markKept() {
    kept = true;
  }

  @Override
  public boolean isKept() {
    return kept;
  }

  @Override
  public boolean hasAnswered() {
    return answered;
  }

  @Override
  public boolean hasWritten() {
    return written == null || written.hasBegun();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    // A server that has answered may close before it has read all: its answer is read first.
    context.channel().config().setAutoClose(false);
  }

  @Override
  public boolean isUsable() {
    return exchange == null && channel().isActive();
  }

  @Override
  public long idleNanos() {
    return reuse.idleNanos();
  }

  @Override
  public void close() {
    channel().close();
  }

  @Override
  public void begin(Exchange next, Outgoing request) {
    exchange = next;
    body = null;
    informational = 0;
    answered = false;
    written = null;
    chunking = request.request().isChunked() && !request.framed();
    ByteBuf head = channel().alloc().buffer(HEAD_BYTES);
    HeadWriter.request(request, head);
    // Where it does not matter which bytes have gone when the request is lost, nobody counts them.
    if (kept && !request.request().isReplayable()) {
      written = new WriteMark(channel());
      channel().write(head, written);
    } else {
      write(head);
    }
    channel().read();
  }

  @Override
  public void keepUnused() {
    upstreams.keep(this);
    channel().read();
  }

  @Override
  public Body.Form form() {
    return Body.Form.AS_RECEIVED;
  }

  @Override
  public void write(ByteBuf bytes, boolean last) {
    boolean chunk = chunking && bytes.isReadable();
    if (chunk) {
      write(Chunks.begin(bytes.readableBytes(), channel().alloc()));
    }
    write(bytes);
    if (chunk) {
      write(Chunks.end(channel().alloc()));
    }
    if (chunking && last) {
      write(Chunks.last(null, channel().alloc()));
    }
  }

  @Override
  public void writeTrailers(Fields trailers) {
    if (chunking) {
      write(Chunks.last(trailers, channel().alloc()));
    } // else of a stated length: nothing can follow it
  }

  private void write(ByteBuf bytes) {
    channel().write(bytes, channel().voidPromise());
  }

  @Override
  public void flush() {
    channel().flush();
  }

  @Override
  public boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public long pendingBytes() {
    return Quiet.pendingBytes(channel());
  }

  @Override
  public void read() {
    channel().read();
  }

  @Override
  public void abandon() {
    exchange = null;
    close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    answered = true;
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, (ByteBuf) message);
    try {
      readResponse(context);
    } catch (Malformed e) {
      fail(e);
    }
  }

  private void readResponse(ChannelHandlerContext context) throws Malformed {
    while (received.isReadable()) {
      Exchange serving = exchange;
      if (serving == null) {
        // Nobody asked: whatever this is, no later response may be taken for it.
        context.close();
        return;
      }
      if (body == null && !readHead(context, serving)) {
        return;
      }
      if (body != null && !readBody(serving, body)) {
        return;
      }
    }
  }

  /** Whether to go on: a head was read, and it was not the last that HTTP has to say here. */
  private boolean readHead(ChannelHandlerContext context, Exchange serving) throws Malformed {
    ResponseMessage response = parser.response(received);
    if (response == null) {
      return false;
    }
    if (response.isInformational()) {
      int most = upstreams.limits().informational();
      if (++informational > most) {
        // Progress reports, perhaps; without an end nobody would ever be answered.
        throw new Malformed(Fault.TOO_MANY_FIELDS, "over %d responses of 1xx".formatted(most));
      }
      serving.informational(response);
      return true;
    }
    if (response.isSwitchingProtocols() || opensTunnel(serving, response)) {
      switchProtocols(context, serving, response);
      return false;
    }
    persistent = response.isPersistent() && reuse.isAllowed(KeepAlive.of(response.fields()));
    boolean requestWasHead = serving.request().isHead();
    boolean ends = response.isBodiless(requestWasHead) || response.contentLength() == 0;
    body = response.body(requestWasHead, serving.response(response, ends), upstreams.limits());
    if (body.isComplete()) {
      complete(serving, null);
    }
    return true;
  }

  /** Whether both sides are a tunnel behind this response (RFC 9110 section 9.3.6). */
  private static boolean opensTunnel(Exchange serving, ResponseMessage response) {
    return serving.request().isConnect() && response.status() / 100 == 2;
  }

  /** Whether to go on; not where only a chunk's line is left whose end is to come. */
  private boolean readBody(Exchange serving, Body reading) throws Malformed {
    int before = received.readableBytes();
    ByteBuf bytes = reading.take(received);
    Fields trailers = reading.isComplete() ? reading.trailers() : null;
    if (bytes != null) {
      serving.responseBody(bytes, reading.isComplete() && trailers == null);
    }
    if (reading.isComplete()) {
      complete(serving, trailers);
    }
    return received.readableBytes() < before;
  }

  private void complete(Exchange serving, @Nullable Fields trailers) {
    exchange = null;
    body = null;
    // More than the response, or a request still being sent: no telling what comes next.
    boolean reusable = persistent && !failed && !received.isReadable() && serving.isRequestSent();
    if (!reusable) {
      close();
    } else if (!serving.keepForItsClient(this)) {
      upstreams.keep(this);
    }
    serving.responseComplete(trailers);
  }

  private void switchProtocols(
      ChannelHandlerContext context, Exchange serving, ResponseMessage response) throws Malformed {
    if (response.isSwitchingProtocols() && serving.request().upgrade() == null) {
      throw new Malformed(
          Fault.BAD_START_LINE, "status 101 to a request that asked for no upgrade");
    }
    exchange = null;
    ByteBuf first = received;
    received = Unpooled.EMPTY_BUFFER;
    context.channel().config().setAutoClose(true);
    context.pipeline().remove(this);
    serving.switchedProtocols(response, channel(), first);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!received.isReadable()) {
      received.release(); // an idle connection holds no memory
      received = Unpooled.EMPTY_BUFFER;
    }
    Exchange serving = exchange;
    if (serving == null) {
      context.read();
    } else {
      serving.flushResponse();
      if (serving.wantsResponse()) {
        context.read();
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null && isWritable()) {
      exchange.upstreamTakesMore();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended();
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended();
    upstreams.forget(this);
  }

  /**
   * Mostly a reset. If it met a write there may be a response before it, which is read on; the end
   * of the input follows and says the same to whoever waits.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed = true;
    if (exchange != null && cause instanceof IOException) {
      context.read();
    } else {
      broken();
      context.close();
    }
  }

  private void ended() {
    Exchange serving = exchange;
    if (serving == null) {
      return;
    }
    if (body instanceof Body.UntilClose && !failed) {
      exchange = null;
      serving.responseComplete(null);
    } else {
      broken();
    }
  }

  private void broken() {
    Exchange serving = exchange;
    if (serving != null) {
      exchange = null;
      serving.upstreamClosed(this);
    }
  }

  private void fail(Malformed cause) {
    Exchange serving = exchange;
    exchange = null;
    close();
    if (serving != null) {
      serving.malformedResponse(address, cause.detail());
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    received.release();
  }
}
