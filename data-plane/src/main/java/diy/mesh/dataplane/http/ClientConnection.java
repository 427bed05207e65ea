package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.OpenConnections;
import diy.mesh.dataplane.loop.Reset;
import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.path.Destination;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.relay.Relay;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RelayRecord;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of HTTP/1.1: reads requests one after the other and writes their responses.
 *
 * <p>One request is served at a time; pipelined ones wait here, and what does not fit into one read
 * waits in the kernel.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter
    implements OpenConnections.Ticking, Drain.Stoppable {

  private final Channel channel;
  private final Destination destination;
  private final RequestPath path;
  private final Upstreams upstreams;
  private final Drain drain;
  private final Counters counters;
  private final HeadParser parser;
  private final Records records;

  private final ClientWait wait;
  private final ClientOutput output;
  private final ClientAnswers answers;

  /** Where its requests go once they authenticate the connection. */
  private final PrivateUpstream own = new PrivateUpstream();

  /** Received and not yet part of any request. */
  private ByteBuf received;

  private @Nullable Exchange exchange;

  /** Whether there is more to come of the request being read. */
  private boolean awaitsBody;

  /** Its body, once it is known in which form it goes on. */
  private @Nullable Body body;

  private boolean closeAfterResponse;
  private boolean inputEnded;
  private boolean advancing;

  /**
   * Serves a connection. Add it to the channel's pipeline, then call {@link #start}.
   *
   * @param received what the client sent already; owned by this connection from here on
   */
  public ClientConnection(
      Channel channel,
      Destination destination,
      RequestPath path,
      Upstreams upstreams,
      Drain drain,
      ByteBuf received) {
    this.channel = channel;
    this.destination = destination;
    this.path = path;
    this.upstreams = upstreams;
    this.drain = drain;
    this.counters = upstreams.counters();
    this.parser = new HeadParser(upstreams.limits());
    this.wait = new ClientWait(upstreams.limits().patience());
    this.output = new ClientOutput(channel, counters, wait);
    var forwarded = ForwardedFields.of(upstreams.forwarded(), destination, channel);
    this.answers = new ClientAnswers(this, channel, output, own, forwarded, destination.address());
    this.records = new Records(channel, destination, path, upstreams.observer());
    this.received = received;
  }

  /** Serves what was received already. */
  public void start() {
    counters.add(Metric.BYTES_RECEIVED, received.readableBytes());
    advance();
    afterRead();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    wait.moved();
    counters.add(Metric.BYTES_RECEIVED, ((ByteBuf) message).readableBytes());
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, (ByteBuf) message);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    afterRead();
  }

  /** Goes as far as the bytes received allow. */
  private void advance() {
    if (advancing) {
      return; // a response was complete at once; the loop below goes on with the next request
    }
    advancing = true;
    try {
      while (received.isReadable() && (awaitsBody ? readBody() : beginRequest())) {
        // on
      }
    } catch (Malformed e) {
      malformed(e);
    } finally {
      advancing = false;
    }
  }

  /**
   * Whether a request began; not while the one before has no response, not after the last, and not
   * for a client that does not take the responses it has.
   */
  private boolean beginRequest() throws Malformed {
    if (exchange != null || closeAfterResponse || !output.isWritable()) {
      return false;
    }
    RequestMessage request = parser.request(received);
    if (request == null) {
      return false;
    }
    wait.headComplete();
    RequestRecord record = records.begin(request);
    Exchange next = new Exchange(answers, path, upstreams, request, record);
    exchange = next;
    awaitsBody = request.hasBody();
    Decision.Forward kept = own.route();
    next.begin(
        kept == null
            ? path.decide(destination, request, record.trace())
            : path.decide(kept, request));
    return true;
  }

  /** Whether to go on: some of the body was passed on, or dropped since nobody wants it. */
  private boolean readBody() throws Malformed {
    Exchange serving = exchange;
    if (serving == null || !serving.takesRequestBody()) {
      return false;
    }
    Body reading = body;
    if (reading == null) {
      reading = serving.request().body(serving.requestForm(), upstreams.limits());
      body = reading;
    }
    int before = received.readableBytes();
    ByteBuf bytes = reading.take(received);
    boolean complete = reading.isComplete();
    if (complete) {
      awaitsBody = false;
      body = null;
    }
    Fields trailers = complete ? reading.trailers() : null;
    boolean last = complete && trailers == null;
    if (bytes != null || last) {
      serving.requestBody(bytes == null ? Unpooled.EMPTY_BUFFER : bytes, last);
    }
    if (trailers != null) {
      serving.requestTrailers(trailers);
    }
    return received.readableBytes() < before; // else a chunk's line whose end is to come
  }

  /** One flush for all that a read gave, then the next read if there is room for what it gives. */
  private void afterRead() {
    if (exchange != null) {
      exchange.flushRequest();
    }
    if (!received.isReadable()) {
      received.release(); // an idle connection holds no memory
      received = Unpooled.EMPTY_BUFFER;
    }
    readOn();
  }

  void readOn() {
    if (inputEnded || closeAfterResponse) {
      return;
    }
    boolean room =
        !awaitsBody
            // Also while a response is awaited: how else to see that the client has gone?
            ? !received.isReadable() || (exchange == null && output.isWritable())
            : exchange != null && exchange.upstreamIsWritable();
    if (room) {
      channel.read();
    }
  }

  private void malformed(Malformed cause) {
    Exchange serving = exchange;
    if (serving != null) {
      serving.abandon();
      if (serving.hasResponded()) { // a second status would be taken for content
        serving.record().failed(cause.fault().reason());
        breakOff();
        return;
      }
    }
    refuse(new Refusal.Malformed(cause.fault(), cause.detail()), false, false);
  }

  @Override
  public void tick(long nowNanos) {
    long unread = output.unsentBytes();
    Exchange serving = exchange;
    long unsent = serving == null ? unread : unread + serving.pendingBytes();
    switch (wait.ended(nowNanos, unsent, serving != null, unread > 0, received.isReadable())) {
      case NONE -> {}
      case EXCHANGE -> Objects.requireNonNull(serving).stalled();
      case RESPONSE -> {
        counters.increment(Metric.LIMIT_STALL_CLIENT);
        Reset.now(channel);
      }
      case HEAD -> headTooSlow();
      case IDLE -> {
        counters.increment(Metric.LIMIT_IDLE);
        channel.close();
      }
    }
  }

  @Override
  public Drain.Activity activity() {
    boolean atRest = exchange == null && !received.isReadable();
    return atRest ? Drain.Activity.AT_REST : Drain.Activity.BUSY;
  }

  @Override
  public void cut() {
    abandon(RequestRecord.PROXY_STOPPED);
  }

  /** The client began a request and does not come to the end of its head. */
  public void headTooSlow() {
    counters.increment(Metric.LIMIT_HEAD);
    var detail = "its head was not complete within %s".formatted(upstreams.limits().headSeconds());
    refuse(new Refusal.Malformed(Refusal.Fault.REQUEST_TIMEOUT, detail), false, false);
  }

  // From the answers.

  /** Whether another request may follow this one. */
  boolean goesOn(RequestMessage request) {
    return request.isPersistent() && (received.isReadable() || !(inputEnded || drain.isBegun()));
  }

  void upstreamConnected() {
    if (!advancing) {
      advance();
      afterRead();
    }
  }

  void closeAfterResponse() {
    closeAfterResponse = true;
  }

  Exchange serving() {
    return Objects.requireNonNull(exchange, "told of a response to no request");
  }

  /** The response is written. */
  void complete() {
    output.flush();
    finish();
    if (closeAfterResponse) {
      LingeringClose.begin(channel, this, upstreams.limits().patience(), counters);
    } else {
      goOn();
    }
  }

  /** With the next request, where it was received; else with waiting for it, if it can come. */
  private void goOn() {
    advance();
    afterRead();
    endIfOver();
  }

  private void endIfOver() {
    boolean waitsForRoom = received.isReadable() && !output.isWritable();
    if (inputEnded && exchange == null && !waitsForRoom) {
      output.closeBehind();
    }
  }

  void refuse(Refusal refusal, boolean requestWasHead, boolean goesOn) {
    counters.increment(Metric.refusal(refusal.reason()));
    RequestRecord record = exchange == null ? records.begin(null) : exchange.record();
    ByteBuf bytes =
        RefusalWriter.response(refusal, record, requestWasHead, goesOn, channel.alloc());
    if (exchange == null) {
      upstreams.observer().finished(record, System.nanoTime());
    }
    output.write(bytes);
    closeAfterResponse |= !goesOn;
    awaitsBody = false;
    body = null;
    complete();
  }

  /** Ends the connection so that nobody takes what was sent for a whole response. */
  void breakOff() {
    finish();
    Reset.now(channel);
  }

  /** From here on bytes are relayed. */
  void relayTo(Channel server, RelayRecord relay) {
    ByteBuf fromClient = received;
    received = Unpooled.EMPTY_BUFFER;
    finish();
    channel.pipeline().remove(this);
    var patience = upstreams.limits().patience();
    Relay.join(channel, server, fromClient, relay, upstreams.observer(), patience);
  }

  private void abandon(String reason) {
    if (exchange != null) {
      exchange.abandon();
      exchange.record().failed(reason);
      finish();
    }
  }

  /** The request being served is over; here its record is read, and nowhere else. */
  private void finish() {
    if (exchange != null) {
      upstreams.observer().finished(exchange.record(), System.nanoTime());
      exchange = null;
    }
  }

  // From the channel.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!output.isWritable()) {
      return;
    }
    if (exchange != null) {
      exchange.clientTakesMore();
    } else if (!advancing && !closeAfterResponse) {
      goOn();
    }
  }

  /** No more requests; the one being served still gets its response. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (awaitsBody && exchange != null) {
        abandon(RequestRecord.CLIENT_GONE);
        channel.close();
      } else {
        endIfOver();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    abandon(RequestRecord.CLIENT_GONE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    own.close();
    output.release();
    received.release();
    received = Unpooled.EMPTY_BUFFER;
  }
}
