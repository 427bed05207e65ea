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

/** The way back to a client: everything written to it goes through here, and is counted. */
final class ClientOutput {

  private static final int HEAD_BYTES = 512;
  private static final int LINE_END = '\r' << 8 | '\n';

  private final Channel channel;
  private final Counters counters;
  private final ClientWait wait;

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

  void write(ByteBuf bytes) {
    wait.moved();
    counters.add(Metric.BYTES_SENT, bytes.readableBytes());
    channel.write(bytes, channel.voidPromise());
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
    channel.flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** Written, and not yet taken by the client's kernel. */
  long unsentBytes() {
    return Quiet.pendingBytes(channel);
  }

  /** Closes once all that was written has left. */
  void closeBehind() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
