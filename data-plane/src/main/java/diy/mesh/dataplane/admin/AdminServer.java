package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.loop.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Serves the {@link AdminPages} over HTTP/1.1, on all addresses of the pod. */
public final class AdminServer implements AutoCloseable {

  private static final int MOST_BODY_BYTES = 4 * 1024;

  /** Nobody keeps a connection, or a request half sent, for longer. */
  private static final int IDLE_SECONDS = 60;

  private final Channel listening;

  private AdminServer(Channel listening) {
    this.listening = listening;
  }

  /**
   * Listens; waits until the port is bound. Not on an event loop.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port cannot be had
   */
  public static AdminServer bind(EventLoops loops, int port, AdminPages pages) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannelType())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, loops.allocator())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new ReadTimeoutHandler(IDLE_SECONDS, TimeUnit.SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MOST_BODY_BYTES))
                        .addLast(new AdminHandler(pages));
                  }
                })
            .bind(port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "admin port %d: %s; end what listens there, perhaps another proxy"
              .formatted(port, bound.cause().getMessage()),
          bound.cause());
    }
    return new AdminServer(bound.channel());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Takes no more connections. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
  }
}
