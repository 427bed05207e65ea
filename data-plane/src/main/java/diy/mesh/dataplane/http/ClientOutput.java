package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * The way back to a client: everything written to it goes through here, and is counted.
 *
 * <p>What is small joins the head before it as long as that has not left: one piece costs the
 * kernel less than two.
 */
final class ClientOutput {

  private static final int HEAD_BYTES = 512;
  private static final int MOST_JOINED_BYTES = 4_096;

  private final Channel channel;
  private final Counters counters;
  private final ClientWait wait;

  /** Whether the body being written gets chunks here: it came without, and without a length. */
  private boolean rechunked;

  /** The head written last, which may still grow; null where none waits here for a flush. */
  private @Nullable ByteBuf head;

  ClientOutput(Channel channel, Counters counters, ClientWait wait) {
    this.channel = channel;
    this.counters = counters;
    this.wait = wait;
  }

  /** Room for a usual head; grows. */
  private ByteBuf allocate() {
    return channel.alloc().buffer(HEAD_BYTES);
  }

  /**
   * Room for a usual head and, if that is little, the content behind it; grows.
   *
   * @param content how much is announced; below 0 for unknown
   */
  ByteBuf allocate(long content) {
    boolean joins = content > 0 && content <= MOST_JOINED_BYTES;
    return channel.alloc().buffer(joins ? HEAD_BYTES + (int) content : HEAD_BYTES);
  }

  /** Writes a head of 1xx. */
  void informational(ResponseMessage response, RequestRecord record) {
    ByteBuf bytes = allocate();
    HeadWriter.response(response, HeadWriter.ResponseFraming.AS_IT_IS, bytes);
    writeHead(bytes, record);
  }

  /**
   * Writes a response's head, in a form that the client understands.
   *
   * @param goesOn whether the client may ask again on this connection
   * @return whether it still may behind this response
   */
  boolean response(
      RequestMessage request, ResponseMessage response, boolean goesOn, RequestRecord record) {
    boolean untilClose = response.endsWithConnection(request.isHead());
    boolean bodiless = response.isBodiless(request.isHead());
    boolean sendsChunks = !request.isHttp10() && !bodiless;
    rechunked = sendsChunks && untilClose;
    boolean endsWithClose = request.isHttp10() && (untilClose || response.isChunked()) && !bodiless;
    boolean persistent = goesOn && !endsWithClose;
    boolean chunked = sendsChunks && (response.isChunked() || untilClose);
    ByteBuf bytes = allocate(response.contentLength());
    HeadWriter.response(
        response,
        new HeadWriter.ResponseFraming(chunked, !persistent, persistent && request.isHttp10()),
        bytes);
    writeHead(bytes, record);
    return persistent;
  }

  /** Writes the head behind which both sides speak another protocol. */
  void switching(RequestMessage request, ResponseMessage response, RequestRecord record) {
    rechunked = false;
    ByteBuf bytes = allocate();
    if (request.isConnect()) {
      HeadWriter.tunnel(response, bytes);
    } else {
      HeadWriter.response(response, HeadWriter.ResponseFraming.AS_IT_IS, bytes);
    }
    writeHead(bytes, record);
  }

  private void writeHead(ByteBuf bytes, RequestRecord record) {
    record.sent(bytes.readableBytes());
    writeHead(bytes);
  }

  /** Writes a head that was allocated here. */
  void writeHead(ByteBuf bytes) {
    pass();
    count(bytes);
    head = bytes;
  }

  /** Writes some of a response's body. */
  void content(ByteBuf bytes) {
    if (rechunked && bytes.isReadable()) {
      write(Chunks.begin(bytes.readableBytes(), channel.alloc()));
      write(bytes);
      write(Chunks.end(channel.alloc()));
    } else {
      write(bytes);
    }
  }

  /** The response is over. */
  void end(@Nullable Fields trailers) {
    if (rechunked) {
      write(Chunks.last(trailers, channel.alloc()));
    }
  }

  void write(ByteBuf bytes) {
    count(bytes);
    if (head != null && bytes.readableBytes() <= head.writableBytes()) {
      head.writeBytes(bytes);
      bytes.release();
    } else {
      pass();
      channel.write(bytes, channel.voidPromise());
    }
  }

  private void count(ByteBuf bytes) {
    wait.moved();
    counters.add(Metric.BYTES_SENT, bytes.readableBytes());
  }

  private void pass() {
    if (head != null) {
      channel.write(head, channel.voidPromise());
      head = null;
    }
  }

  void flush() {
    pass();
    channel.flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** Written, and not yet taken by the client's kernel. */
  long unsentBytes() {
    return Quiet.pendingBytes(channel) + (head == null ? 0 : head.readableBytes());
  }

  /** Closes once all that was written has left. */
  void closeBehind() {
    pass();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Drops what was not flushed: the connection is over. */
  void release() {
    if (head != null) {
      head.release();
      head = null;
    }
  }
}
