package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
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
  private static final int LINE_END = '\r' << 8 | '\n';

  private final Channel channel;
  private final Counters counters;
  private final ClientWait wait;

  /** The head written last, which may still grow; null where none waits here for a flush. */
  private @Nullable ByteBuf head;

  ClientOutput(Channel channel, Counters counters, ClientWait wait) {
    this.channel = channel;
    this.counters = counters;
    this.wait = wait;
  }

  EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /** Room for a usual head; grows. */
  ByteBuf allocate() {
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

  /** Writes a head that was allocated here. */
  void writeHead(ByteBuf bytes) {
    pass();
    count(bytes);
    head = bytes;
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

  /** Content as one chunk (RFC 9112 section 7.1). */
  void writeChunk(ByteBuf content) {
    ByteBuf size = channel.alloc().buffer(16);
    ByteBufUtil.writeAscii(size, Integer.toHexString(content.readableBytes()));
    write(size.writeShort(LINE_END));
    write(content);
    write(channel.alloc().buffer(2).writeShort(LINE_END));
  }

  void writeLastChunk() {
    write(ByteBufUtil.writeAscii(channel.alloc(), "0\r\n\r\n"));
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
