package diy.mesh.dataplane.upstream;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.model.service.Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import java.time.Duration;

/** Connects to upstreams, each on the event loop of the connection that needs it. */
public final class Dialer {

  private final Bootstrap template;

  /**
   * A dialer of sockets as these loops serve them.
   *
   * @param timeout how long one connection may take
   */
  public Dialer(EventLoops loops, Duration timeout) {
    this.template =
        new Bootstrap()
            .channel(loops.channelType())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, loops.readSizes())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true);
  }

  /** Connects. Nothing is read before somebody asks for it; half-closed connections stay open. */
  public ChannelFuture dial(EventLoop loop, Address address) {
    return dial(loop, address, new ChannelInboundHandlerAdapter());
  }

  /**
   * Connects, with a first handler in place.
   *
   * @param handler sees the connection become active
   */
  public ChannelFuture dial(EventLoop loop, Address address, ChannelHandler handler) {
    ChannelFuture dialing =
        template.clone(loop).handler(handler).connect(address.toSocketAddress());
    if (dialing.cause() == null || dialing.channel().isRegistered()) {
      return dialing;
    }
    // No socket at all, for want of a file descriptor: Netty would say so on another thread.
    return new DefaultChannelPromise(dialing.channel(), loop).setFailure(dialing.cause());
  }
}
