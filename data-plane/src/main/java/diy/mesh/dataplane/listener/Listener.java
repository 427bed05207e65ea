package diy.mesh.dataplane.listener;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.telemetry.Direction;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One of the proxy's ports, taking connections for both IPv4 and IPv6. */
public final class Listener implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final int LOW_WATER_BYTES = 64 * 1024;
  private static final int HIGH_WATER_BYTES = 128 * 1024;

  private final Channel channel;
  private final Drain drain;

  private Listener(Channel channel, Drain drain) {
    this.channel = channel;
    this.drain = drain;
  }

  /**
   * Starts listening.
   *
   * @param port 0 for any free one
   * @throws IOException if the port cannot be bound
   */
  public static Listener bind(
      EventLoops loops, int port, Direction direction, ConnectionTrip.Stations stations)
      throws IOException {
    var drain = new Drain(loops, stations.nanos());
    var bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, loops.allocator())
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, loops.readSizes())
            .handler(new AcceptFailure(() -> stations.upstreams().get().counters()))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    ConnectionTrip.begin(stations, drain, direction, accepted);
                  }
                });
    ChannelFuture bound = bootstrap.bind(new InetSocketAddress(port)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "port %d: %s; see who listens there with: ss -ltnp"
              .formatted(port, bound.cause().getMessage()),
          bound.cause());
    }
    return new Listener(bound.channel(), drain);
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** How its connections end. */
  Drain drain() {
    return drain;
  }

  /** Takes those that the kernel has for it already, and no more; what it took goes on. */
  Future<Void> closeBehindQueue() {
    return AcceptQueue.closeBehind(channel);
  }

  /** Takes no more connections. */
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
