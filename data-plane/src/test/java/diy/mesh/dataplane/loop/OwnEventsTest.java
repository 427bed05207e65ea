package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.UnixChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection hears of its own events, whoever had its file descriptor before. */
@Timeout(30)
class OwnEventsTest {

  @Test
  void a_connection_made_in_place_of_one_that_has_just_ended_lives() throws Exception {
    Assumptions.assumeTrue(Epoll.isAvailable());
    try (var loops = EventLoops.start(1);
        var server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      var ending = connect(loops, server, new ChannelInboundHandlerAdapter());
      Socket endingPeer = server.accept();
      var replaced = new CompletableFuture<ChannelFuture>();
      connect(loops, server, new Replacing(loops, server, ending, replaced));
      Socket replacingPeer = server.accept();

      // One round of the loop finds both: that bytes have come here, and then that one has ended.
      var goOn = hold(loops);
      replacingPeer.getOutputStream().write('!');
      endingPeer.close();
      goOn.countDown();

      ChannelFuture next = replaced.get(20, TimeUnit.SECONDS).await();
      assertThat(next.cause()).isNull();
      assertThat(next.channel().isActive()).isTrue();
    }
  }

  /** Ends a connection when bytes come, and makes new ones until one has its file descriptor. */
  private static final class Replacing extends SimpleChannelInboundHandler<ByteBuf> {
    private final EventLoops loops;
    private final ServerSocket server;
    private final Channel ending;
    private final CompletableFuture<ChannelFuture> replaced;

    Replacing(
        EventLoops loops,
        ServerSocket server,
        Channel ending,
        CompletableFuture<ChannelFuture> replaced) {
      this.loops = loops;
      this.server = server;
      this.ending = ending;
      this.replaced = replaced;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      int descriptor = descriptor(ending);
      ending.close();
      List<ChannelFuture> made = new ArrayList<>();
      do { // the kernel gives the lowest one that is free
        made.add(dial(loops, server, new ChannelInboundHandlerAdapter()));
      } while (descriptor(made.getLast().channel()) != descriptor && made.size() < 100);
      assertThat(descriptor(made.getLast().channel())).isEqualTo(descriptor);
      replaced.complete(made.getLast());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      replaced.completeExceptionally(cause);
    }
  }

  private static int descriptor(Channel channel) {
    return ((UnixChannel) channel).fd().intValue();
  }

  private static Channel connect(
      EventLoops loops, ServerSocket server, ChannelInboundHandlerAdapter handler) {
    return dial(loops, server, handler).syncUninterruptibly().channel();
  }

  private static ChannelFuture dial(
      EventLoops loops, ServerSocket server, ChannelInboundHandlerAdapter handler) {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.channelType())
        .handler(handler)
        .connect(server.getLocalSocketAddress());
  }

  /** Keeps the only loop from looking at its events until the result is counted down. */
  private static CountDownLatch hold(EventLoops loops) throws InterruptedException {
    var held = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    loops
        .group()
        .next()
        .execute(
            () -> {
              held.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    held.await();
    return goOn;
  }
}
