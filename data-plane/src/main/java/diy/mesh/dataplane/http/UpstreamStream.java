package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One request on a connection of HTTP/2. Whatever goes wrong with it stays in its stream. */
final class UpstreamStream implements UpstreamEnd {

  private final UpstreamStreams connection;
  private @Nullable Exchange exchange;
  private @Nullable Http2Stream stream;

  private StatedLength length = new StatedLength(-1);
  private int informational;
  private boolean responded;
  private boolean answered;
  private boolean unseen;

  /** Content that the server may not send again yet, since the client takes no more. */
  private int untaken;

  UpstreamStream(UpstreamStreams connection) {
    this.connection = connection;
  }

  @Override
  public Address address() {
    return connection.address();
  }

  @Override
  public void begin(Exchange serving, Outgoing request) {
    exchange = serving;
    stream = connection.open(this, request);
    if (stream == null) {
      unseen = true;
      connection.channel().eventLoop().execute(this::lost); // not before its exchange has us
    }
  }

  private void lost() {
    Exchange serving = exchange;
    if (serving != null) {
      exchange = null;
      serving.upstreamClosed(this);
    }
  }

  /** The connection is everybody's, and stays. */
  @Override
  public void keepUnused() {}

  @Override
  public Body.Form form() {
    return Body.Form.CONTENT;
  }

  @Override
  public void write(ByteBuf bytes, boolean last) {
    Http2Stream to = stream;
    if (to == null || (!bytes.isReadable() && !last)) {
      bytes.release();
    } else {
      connection.writeContent(to, bytes, last);
    }
  }

  @Override
  public void writeTrailers(Fields trailers) {
    if (stream != null) {
      connection.writeHead(stream, HeadFrames.trailers(trailers), true);
    }
  }

  @Override
  public void flush() {
    connection.flushSoon();
  }

  @Override
  public boolean isWritable() {
    return stream != null && connection.takesMore(stream);
  }

  @Override
  public long pendingBytes() {
    return stream != null && connection.isBlocked(stream) ? 1 : 0;
  }

  @Override
  public void read() {
    int owed = untaken;
    untaken = 0;
    if (stream != null) {
      connection.taken(stream, owed);
    }
  }

  @Override
  public void abandon() {
    exchange = null;
    stop(Http2Error.CANCEL);
  }

  private void stop(Http2Error error) {
    Http2Stream open = stream;
    if (open != null && open.state() != Http2Stream.State.CLOSED) {
      connection.reset(open, error);
    }
  }

  /** It shares a connection, which the server may end at any time. */
  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public boolean hasAnswered() {
    return answered;
  }

  @Override
  public boolean hasWritten() {
    return !unseen;
  }

  @Override
  public boolean mayBeUnseen() {
    return !answered;
  }

  // From the server.

  void head(ReceivedHead head, boolean ends) throws Http2Exception {
    answered = true;
    Exchange serving = exchange;
    if (serving == null) {
      return;
    }
    try {
      if (responded) {
        Fields trailers = head.toTrailers();
        count(0, true);
        complete(serving, trailers);
      } else {
        response(serving, head.toResponse(), ends);
      }
    } catch (Malformed e) {
      throw malformed(serving, e);
    }
    connection.touch(serving);
  }

  private void response(Exchange serving, ResponseMessage response, boolean ends) throws Malformed {
    if (response.isInformational()) {
      int most = connection.limits().informational();
      if (++informational > most) {
        throw new Malformed(Fault.TOO_MANY_FIELDS, "over %d responses of 1xx".formatted(most));
      }
      serving.informational(response);
      return;
    }
    responded = true;
    boolean bodiless = response.isBodiless(serving.request().isHead());
    length = new StatedLength(bodiless ? 0 : response.contentLength());
    count(0, ends);
    serving.response(response, ends);
    if (ends) {
      complete(serving, null);
    }
  }

  /** Some content; gives how much of it the server may send again at once. */
  int content(ByteBuf data, boolean ends) throws Http2Exception {
    int bytes = data.readableBytes();
    Exchange serving = exchange;
    if (serving == null) {
      return bytes;
    }
    try {
      if (!responded) {
        throw new Malformed(Fault.BAD_START_LINE, "content before a response's head");
      }
      count(bytes, ends);
    } catch (Malformed e) {
      throw malformed(serving, e);
    }
    if (bytes > 0 || ends) {
      serving.responseBody(data.readRetainedSlice(bytes), ends);
    }
    if (ends) {
      complete(serving, null);
    }
    connection.touch(serving);
    if (ends || serving.wantsResponse()) {
      return bytes;
    }
    untaken += bytes;
    return 0;
  }

  private void count(int more, boolean ends) throws Malformed {
    if (!length.allows(more, ends)) {
      throw new Malformed(Fault.BAD_LENGTH, "content of another length than stated");
    }
  }

  private void complete(Exchange serving, @Nullable Fields trailers) {
    exchange = null;
    boolean sent = serving.isRequestSent();
    serving.responseComplete(trailers);
    if (!sent) {
      stop(Http2Error.NO_ERROR); // nobody waits for the rest of what we would send
    }
  }

  private Http2Exception malformed(Exchange serving, Malformed cause) {
    exchange = null;
    serving.malformedResponse(address(), cause.detail());
    int id = stream == null ? 0 : stream.id();
    return Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, cause.detail());
  }

  /** The server takes more of the request. */
  void tookSome() {
    if (exchange != null) {
      exchange.upstreamTakesMore();
    }
  }

  void reset(long error) {
    unseen = error == Http2Error.REFUSED_STREAM.code();
  }

  /**
   * Its stream is closed, whoever did it.
   *
   * @param behind whether the server said that it did not look at it
   */
  void closed(boolean behind) {
    unseen |= behind;
    lost();
  }
}
