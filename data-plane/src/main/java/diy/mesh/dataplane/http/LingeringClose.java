package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.OpenConnections;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * Closes a connection so that its last response arrives (RFC 9112 section 9.6): output first, then
 * for a short while whatever the client still sends is read and dropped. Closing at once would
 * answer those bytes with a reset, and the reset can overtake the response.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter
    implements OpenConnections.Ticking, Drain.Stoppable {

  private final Channel channel;
  private final Patience patience;
  private final Counters counters;
  private final Quiet output = new Quiet();
  private final Quiet ended = new Quiet();
  private long dropped;

  private LingeringClose(Channel channel, Patience patience, Counters counters) {
    this.channel = channel;
    this.patience = patience;
    this.counters = counters;
  }

  static void begin(Channel channel, ChannelHandler before, Patience patience, Counters counters) {
    if (channel.pipeline().context(before) == null) {
      return;
    }
    channel.pipeline().replace(before, null, new LingeringClose(channel, patience, counters));
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    dropped += bytes.readableBytes();
    bytes.release();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (dropped > patience.lingerBytes()) {
      counters.increment(Metric.LIMIT_LINGER_BYTES);
      context.close();
    } else {
      context.read();
    }
  }

  /** The response gets the time that any response gets; the client's goodbye gets less. */
  @Override
  public void tick(long nowNanos) {
    long pending = Quiet.pendingBytes(channel);
    if (pending > 0) {
      output.endIfMoved(pending);
      if (output.lasted(patience.stall(), nowNanos)) {
        counters.increment(Metric.LIMIT_STALL_CLIENT);
        channel.close();
      }
    } else if (ended.lasted(patience.linger(), nowNanos)) {
      counters.increment(Metric.LIMIT_LINGER);
      channel.close();
    }
  }

  @Override
  public Drain.Activity activity() {
    return Quiet.pendingBytes(channel) > 0 ? Drain.Activity.BUSY : Drain.Activity.ENDING;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> context.close());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
