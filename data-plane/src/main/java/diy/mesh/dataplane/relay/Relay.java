package diy.mesh.dataplane.relay;

import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/** One direction of a relayed connection: what its channel reads, the peer writes. */
public final class Relay extends ChannelInboundHandlerAdapter {

  private final Channel peer;
  private final Counters counters;
  private final Metric bytes;
  private boolean inputEnded;

  private Relay(Channel peer, Counters counters, Metric bytes) {
    this.peer = peer;
    this.counters = counters;
    this.bytes = bytes;
  }

  /**
   * Joins two connections until both directions have ended. Call it on the event loop of both.
   *
   * @param first what the client sent already; owned by the relay from here on
   */
  public static void join(Channel client, Channel upstream, ByteBuf first, Counters counters) {
    var fromClient = new Relay(upstream, counters, Metric.BYTES_RECEIVED);
    var fromUpstream = new Relay(client, counters, Metric.BYTES_SENT);
    client.pipeline().addLast(fromClient);
    upstream.pipeline().addLast(fromUpstream);
    if (first.isReadable()) {
      upstream.writeAndFlush(first);
    } else {
      first.release();
    }
    fromClient.begin(client);
    fromUpstream.begin(upstream);
  }

  private void begin(Channel channel) {
    if (((DuplexChannel) channel).isInputShutdown()) {
      endInput(channel); // ended while the upstream was being dialed
    } else {
      readOn(channel);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    counters.add(bytes, ((ByteBuf) message).readableBytes());
    peer.write(message, peer.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    peer.flush();
    readOn(context.channel());
  }

  /** This line is the backpressure: while the peer is full, bytes wait in the kernel. */
  private void readOn(Channel channel) {
    if (peer.isWritable() && !inputEnded) {
      channel.read();
    }
  }

  /** Room again: the other direction's reader may go on. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Relay other = peer.pipeline().get(Relay.class);
    if (context.channel().isWritable() && other != null) {
      other.readOn(peer);
    }
  }

  /** The sender is done: so is the peer's output, once all of it has left. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      endInput(context.channel());
    }
  }

  private void endInput(Channel channel) {
    inputEnded = true;
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput(channel));
  }

  private void endOutput(Channel channel) {
    Relay other = peer.pipeline().get(Relay.class);
    if (other == null || other.inputEnded) {
      peer.close();
      channel.close();
    } else {
      ((DuplexChannel) peer).shutdownOutput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** A reset on one side is a reset on the other: nobody takes a broken stream for a whole one. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException && peer.isOpen()) {
      peer.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    peer.close();
    context.close();
  }
}
