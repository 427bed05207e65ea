package diy.mesh.dataplane.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last response arrives (RFC 9112 section 9.6): output first, then
 * for a short while whatever the client still sends is read and dropped. Closing at once would
 * answer those bytes with a reset, and the reset can overtake the response.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {

  private static final long MOST_MILLIS = 1_000;

  static void begin(Channel channel, ChannelHandler before) {
    if (channel.pipeline().context(before) == null) {
      return;
    }
    channel.pipeline().replace(before, null, new LingeringClose());
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
    var deadline =
        channel.eventLoop().schedule(() -> channel.close(), MOST_MILLIS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> deadline.cancel(false));
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
