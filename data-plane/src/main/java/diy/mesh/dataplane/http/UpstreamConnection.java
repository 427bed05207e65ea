package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.dataplane.upstream.ConnectionPool;
import diy.mesh.dataplane.upstream.IdleLimit;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
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
    implements ConnectionPool.Pooled {

  /** {@code TCP_ESTABLISHED} of the kernel; anything else has ended on one side at least. */
  private static final int ESTABLISHED = 1;

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

  private boolean persistent;

  /** Whether reading or writing failed; what the server said before may still be unread. */
  private boolean failed;

  /** Whether it has been idle before: then the server may have closed it meanwhile. */
  private boolean kept;

  /** Whether a byte came since the request began. */
  private boolean answered;

  /** How the first bytes fare of a request that is not replayable, on a kept connection. */
  private @Nullable WriteMark written;

  private long idleNanos;
  private int requestsLeft = Integer.MAX_VALUE;

  UpstreamConnection(Address address, Upstreams upstreams) {
    this.address = address;
    this.upstreams = upstreams;
    this.parser = new HeadParser(upstreams.limits(), upstreams.responseFields());
    this.idleNanos = upstreams.idleLimit().nanos();
  }

  Address address() {
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

  boolean isKept() {
    return kept;
  }

  boolean hasAnswered() {
    return answered;
  }

  /** Whether a byte of the request has gone to the socket; true where nobody can tell. */
  boolean hasWritten() {
    return written == null || written.hasBegun();
  }

  /** Whether the server has said that it ends this connection, though we have not read it yet. */
  boolean isEnding(EpollTcpInfo info) {
    if (channel() instanceof EpollSocketChannel socket) {
      socket.tcpInfo(info);
      return info.state() != ESTABLISHED;
    }
    return false; // another transport cannot tell
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
    return idleNanos;
  }

  @Override
  public void close() {
    channel().close();
  }

  /**
   * Serves an exchange from here on: its request's head goes out first.
   *
   * @param replayable whether it does not matter which bytes of it have gone when it is lost
   */
  void begin(Exchange next, ByteBuf head, boolean replayable) {
    exchange = next;
    body = null;
    informational = 0;
    answered = false;
    written = null;
    if (kept && !replayable) {
      written = new WriteMark(channel());
      channel().write(head, written);
    } else {
      write(head);
    }
    channel().read();
  }

  /** Goes into the pool without having served anybody. */
  void keepUnused() {
    upstreams.keep(this);
    channel().read();
  }

  void write(ByteBuf bytes) {
    channel().write(bytes, channel().voidPromise());
  }

  void flush() {
    channel().flush();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  void read() {
    channel().read();
  }

  /** The exchange is over before its response is: nothing else can be read from here. */
  void abandon() {
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
    if (response.isSwitchingProtocols() || serving.opensTunnel(response)) {
      switchProtocols(context, serving, response);
      return false;
    }
    persistent = response.isPersistent() && mayBeKept(KeepAlive.of(response.fields()));
    body = response.body(serving.requestIsHead(), serving.response(response), upstreams.limits());
    if (body.isComplete()) {
      complete(serving);
    }
    return true;
  }

  /** Whether the server takes another request here; if so, for how long. */
  private boolean mayBeKept(KeepAlive said) {
    // Some servers count down and some state the same number each time: both are understood.
    requestsLeft = said.max() < 0 ? requestsLeft : Math.min(requestsLeft - 1, said.max());
    IdleLimit limit = upstreams.idleLimit();
    idleNanos = said.timeoutSeconds() < 0 ? limit.nanos() : limit.nanos(said.timeoutSeconds());
    return requestsLeft > 0 && idleNanos > 0;
  }

  /** Whether to go on; not where only a chunk's line is left whose end is to come. */
  private boolean readBody(Exchange serving, Body reading) throws Malformed {
    int before = received.readableBytes();
    ByteBuf bytes = reading.take(received);
    if (bytes != null) {
      serving.responseBody(bytes);
    }
    if (reading.isComplete()) {
      complete(serving);
    }
    return received.readableBytes() < before;
  }

  private void complete(Exchange serving) {
    exchange = null;
    body = null;
    // More than the response, or a request still being sent: no telling what comes next.
    boolean reusable = persistent && !failed && !received.isReadable() && serving.isRequestSent();
    if (!reusable) {
      close();
    } else if (!serving.keepForItsClient(this)) {
      upstreams.keep(this);
    }
    serving.responseComplete();
  }

  private void switchProtocols(
      ChannelHandlerContext context, Exchange serving, ResponseMessage response) throws Malformed {
    if (response.isSwitchingProtocols() && !serving.askedForUpgrade()) {
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
      serving.responseComplete();
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
