package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request of a client of HTTP/2. Whatever goes wrong with it stays in its stream. */
final class ClientStream implements ClientEnd {

  private static final int BAD_REQUEST = 400;

  private final ClientStreams connection;
  private final Http2Stream stream;
  private final PrivateUpstream own = new PrivateUpstream();
  private final Quiet quiet = new Quiet();

  private @Nullable Exchange exchange;

  private StatedLength length = new StatedLength(-1);

  /** Content that came before there was an upstream: no more than the stream's window. */
  private @Nullable Queue<ByteBuf> early;

  private @Nullable Fields earlyTrailers;

  /** Content that the client may not send again yet, since its receiver takes no more. */
  private int untaken;

  /** Whether the client has said all. */
  private boolean requestEnded;

  /** The response's last frame; null before it. */
  private @Nullable ChannelFuture lastFrame;

  private @Nullable Future<?> deadline;

  ClientStream(ClientStreams connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  // From the client.

  void begin(ReceivedHead head, boolean ends) throws Http2Exception {
    RequestMessage request;
    try {
      request = head.toRequest(ends);
    } catch (Malformed e) {
      requestEnded = ends;
      refuse(e);
      return;
    }
    requestEnded = ends;
    length = new StatedLength(request.isChunked() ? -1 : request.contentLength());
    RequestRecord record = connection.begin(request);
    var next = new Exchange(this, connection.path(), connection.upstreams(), request, record);
    exchange = next;
    long nanos = GrpcTimeout.nanos(request);
    if (nanos >= 0) {
      deadline = eventLoop().schedule(this::tooLate, nanos, TimeUnit.NANOSECONDS);
    }
    next.begin(connection.path().decide(connection.destination(), request, record.trace()));
    touch();
  }

  /** Broken rules of HTTP/2 are the stream's error; what is only too much gets an answer. */
  private void refuse(Malformed cause) throws Http2Exception {
    var refusal = new Refusal.Malformed(cause.fault(), cause.detail());
    RequestRecord record = connection.malformed(refusal);
    if (refusal.status() == BAD_REQUEST) {
      connection.finished(record);
      throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, cause.detail());
    }
    answer(RefusalFrames.of(refusal, record, null));
    connection.finished(record);
    responseComplete(null);
  }

  private void answer(RefusalFrames frames) {
    write(frames.head(), frames.body().isEmpty());
    if (!frames.body().isEmpty()) {
      ByteBuf body = connection.channel().alloc().buffer(frames.body().length());
      body.writeCharSequence(frames.body(), StandardCharsets.UTF_8);
      responseBody(body, true);
    }
  }

  /** Some content; gives how much of it the client may send again at once. */
  int content(ByteBuf data, boolean ends) throws Http2Exception {
    quiet.end();
    requestEnded |= ends;
    int bytes = data.readableBytes();
    Exchange serving = exchange;
    if (serving == null) {
      return bytes; // an answer has gone already
    }
    count(bytes, ends);
    if (!serving.request().hasBody()) {
      return bytes; // a stated length of 0
    }
    if (!serving.takesRequestBody() || early != null) {
      Queue<ByteBuf> waiting = early == null ? new ArrayDeque<>() : early;
      early = waiting;
      waiting.add(data.readRetainedSlice(bytes));
      untaken += bytes;
      return 0;
    }
    serving.requestBody(data.readRetainedSlice(bytes), ends);
    touch();
    if (serving.upstreamIsWritable()) {
      return bytes;
    }
    untaken += bytes;
    return 0;
  }

  private void count(int more, boolean ends) throws Http2Exception {
    if (!length.allows(more, ends)) {
      fail(Fault.BAD_LENGTH, "content of another length than stated");
    }
  }

  /** It has gone wrong in the middle. */
  private void fail(Fault fault, String detail) throws Http2Exception {
    fail(fault.reason());
    connection.counters().increment(Metric.refusal(fault.reason()));
    throw Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, detail);
  }

  void trailers(ReceivedHead head) throws Http2Exception {
    quiet.end();
    requestEnded = true;
    Fields trailers = null;
    try {
      trailers = head.toTrailers();
    } catch (Malformed e) {
      fail(e.fault(), e.detail());
    }
    Exchange serving = exchange;
    if (serving == null || !serving.request().hasBody()) {
      return;
    }
    count(0, true);
    if (!serving.takesRequestBody() || early != null) {
      earlyTrailers = trailers;
    } else {
      end(serving, trailers);
    }
  }

  private void end(Exchange serving, @Nullable Fields trailers) {
    if (trailers == null) {
      serving.requestBody(Unpooled.EMPTY_BUFFER, true);
    } else {
      serving.requestTrailers(trailers);
    }
    touch();
  }

  private void touch() {
    if (exchange != null) {
      connection.touch(exchange);
    }
  }

  /** The client takes more of the response. */
  void tookSome() {
    quiet.end();
    if (exchange != null) {
      exchange.clientTakesMore();
    }
  }

  /** The client ended it, or the connection did, or all was said. */
  void closed() {
    fail(RequestRecord.CLIENT_GONE);
    own.close();
    release();
  }

  void cut() {
    fail(RequestRecord.PROXY_STOPPED);
  }

  private void fail(String reason) {
    Exchange serving = exchange;
    if (serving != null) {
      serving.abandon();
      serving.record().failed(reason);
      finish();
    }
  }

  private void release() {
    if (early != null) {
      early.forEach(ByteBuf::release);
      early = null;
    }
  }

  /** The request is over; here its record is read, and nowhere else. */
  private void finish() {
    Exchange over = exchange;
    if (over != null) {
      exchange = null;
      if (deadline != null) {
        deadline.cancel(false);
      }
      connection.finished(over.record());
      release();
      connection.taken(stream, untaken);
      untaken = 0;
    }
  }

  void tick(long nowNanos) {
    Exchange serving = exchange;
    if (serving == null) {
      return;
    }
    Patience patience = connection.upstreams().limits().patience();
    boolean blocked = connection.isBlocked(stream) || serving.pendingBytes() > 0;
    // Behind its head, and with nobody in the way, a response is silent because it has no news.
    boolean listens = serving.hasResponded() && !blocked;
    if (quiet.lasted(listens ? patience.relayIdle() : patience.stall(), nowNanos)) {
      serving.stalled();
    }
  }

  private void tooLate() {
    if (exchange != null) {
      exchange.tooLate();
    }
  }

  // From the exchange.

  @Override
  public EventLoop eventLoop() {
    return connection.channel().eventLoop();
  }

  @Override
  public boolean speaksStreams() {
    return true;
  }

  @Override
  public Outgoing outgoing(RequestMessage request, RequestIds ids) {
    return connection.outgoing(request, ids);
  }

  @Override
  public PrivateUpstream own() {
    return own;
  }

  @Override
  public void upstreamConnected() {
    Exchange serving = Objects.requireNonNull(exchange, "connected for nobody");
    Queue<ByteBuf> waiting = early;
    if (waiting != null) {
      early = null;
      while (!waiting.isEmpty()) {
        ByteBuf bytes = waiting.remove();
        boolean last = requestEnded && waiting.isEmpty() && earlyTrailers == null;
        serving.requestBody(bytes, last);
      }
    }
    if (earlyTrailers != null) {
      end(serving, earlyTrailers);
      earlyTrailers = null;
    }
    if (exchange != null) {
      upstreamTakesMore();
      touch();
    }
  }

  @Override
  public void upstreamTakesMore() {
    int owed = untaken;
    untaken = 0;
    connection.taken(stream, owed);
  }

  private RequestMessage request() {
    return Objects.requireNonNull(exchange, "told of a response to no request").request();
  }

  @Override
  public void informational(ResponseMessage response) {
    connection.writeHead(stream, HeadFrames.response(response), false);
  }

  @Override
  public Body.Form response(ResponseMessage response, boolean requestSent, boolean ends) {
    quiet.end();
    write(HeadFrames.response(response), ends);
    return Body.Form.CONTENT;
  }

  private void write(Http2Headers head, boolean ends) {
    ended(connection.writeHead(stream, head, ends), ends);
  }

  private void ended(ChannelFuture written, boolean ends) {
    if (ends) {
      lastFrame = written;
    }
  }

  @Override
  public void responseBody(ByteBuf bytes, boolean last) {
    quiet.end();
    connection.counters().add(Metric.BYTES_SENT, bytes.readableBytes());
    ended(connection.writeContent(stream, bytes, last), last);
  }

  @Override
  public void responseComplete(@Nullable Fields trailers) {
    if (trailers != null) {
      write(HeadFrames.trailers(trailers), true);
    } else if (lastFrame == null) {
      ended(connection.writeContent(stream, Unpooled.EMPTY_BUFFER, true), true);
    }
    finish();
    ChannelFuture last = lastFrame;
    if (!requestEnded && last != null) {
      // The client may keep the rest of its request (RFC 9113 section 8.1).
      last.addListener(_ -> stop(Http2Error.NO_ERROR));
    }
  }

  private void stop(Http2Error error) {
    if (stream.state() != Http2Stream.State.CLOSED) {
      connection.reset(stream, error);
    }
  }

  @Override
  public void flush() {
    connection.flushSoon();
  }

  @Override
  public boolean isWritable() {
    return connection.takesMore(stream);
  }

  @Override
  public long unsentBytes() {
    return connection.isBlocked(stream) ? 1 : 0;
  }

  @Override
  public void refuse(Refusal refusal, boolean requestSent) {
    RequestMessage request = request();
    RequestRecord record = Objects.requireNonNull(exchange).record();
    connection.counters().increment(Metric.refusal(refusal.reason()));
    answer(RefusalFrames.of(refusal, record, request));
    responseComplete(null);
  }

  @Override
  public void breakOff() {
    finish();
    stop(Http2Error.INTERNAL_ERROR);
  }

  @Override
  public void switchProtocols(ResponseMessage response, Channel server, ByteBuf fromServer) {
    throw new IllegalStateException("a stream asks for no other protocol");
  }
}
