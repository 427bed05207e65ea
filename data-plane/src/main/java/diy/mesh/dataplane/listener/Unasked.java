package diy.mesh.dataplane.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Holds bytes that come although nobody has asked for them: when a client ends its side, Netty
 * reads what the kernel has of it to the end at once. Without this they would be lost while the
 * upstream is being dialed. As much as fits into the kernel's buffer.
 */
final class Unasked extends ChannelInboundHandlerAdapter {

  private ByteBuf held;

  private Unasked(ByteBuf first) {
    held = first;
  }

  /** Begins to hold a connection's bytes, behind {@code first}, which is owned from here on. */
  static Unasked of(Channel client, ByteBuf first) {
    var unasked = new Unasked(first);
    client.pipeline().addLast(unasked);
    return unasked;
  }

  /** All that came, owned by the caller; from here on the next handler gets what comes. */
  ByteBuf take(Channel client) {
    ByteBuf all = held;
    held = Unpooled.EMPTY_BUFFER;
    if (client.pipeline().context(this) != null) {
      client.pipeline().remove(this);
    }
    return all;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), held, (ByteBuf) message);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    held.release();
    held = Unpooled.EMPTY_BUFFER; // closed before anybody took them
  }
}
