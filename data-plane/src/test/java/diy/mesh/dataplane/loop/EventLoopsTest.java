package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventLoopsTest {

  @Test
  void each_loop_has_its_own() throws Exception {
    try (var loops = EventLoops.start(2)) {
      var made = new AtomicInteger();
      var numbers = new PerLoop<>(made::incrementAndGet);
      var seen = new ArrayList<Integer>();

      for (int i = 0; i < 4; i++) { // two loops, each twice
        seen.add(loops.group().next().submit(numbers::get).get(5, TimeUnit.SECONDS));
      }

      assertThat(seen.subList(0, 2)).containsExactlyInAnyOrder(1, 2);
      assertThat(seen.subList(2, 4)).containsExactlyElementsOf(seen.subList(0, 2));
      assertThat(new HashSet<>(numbers.all())).containsExactlyInAnyOrder(1, 2);
    }
  }

  @Test
  void sockets_are_of_the_kind_that_the_loops_serve() {
    try (var loops = EventLoops.start(1)) {
      var listening = loops.serverChannelType().getSimpleName();
      var connected = loops.channelType().getSimpleName();

      assertThat(listening).startsWith(Epoll.isAvailable() ? "Epoll" : "Nio");
      assertThat(connected).startsWith(Epoll.isAvailable() ? "Epoll" : "Nio");
    }
  }

  /** netty/netty#16689 lost the rest of the answer here: see {@link RepeatableEpoll}. */
  @Test
  @Timeout(30)
  void a_client_that_has_ended_its_direction_gets_an_answer_larger_than_any_buffer()
      throws Exception {
    byte[] answer = new byte[32 << 20];
    new Random(1).nextBytes(answer);
    var written = new CountDownLatch(1);
    try (var loops = EventLoops.start(1);
        var client = new Socket()) {
      client.connect(answeringAfterTheEnd(loops, answer, written));

      client.shutdownOutput();
      written.await(); // more than fits, so the loop has to wait until there is room again

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(answer);
    }
  }

  private static SocketAddress answeringAfterTheEnd(
      EventLoops loops, byte[] answer, CountDownLatch written) {
    var handler =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
              context.executor().execute(() -> write(context.channel()));
            }
          }

          private void write(Channel client) {
            client
                .writeAndFlush(Unpooled.wrappedBuffer(answer))
                .addListener(ChannelFutureListener.CLOSE);
            written.countDown();
          }
        };
    return new ServerBootstrap()
        .group(loops.group())
        .channel(loops.serverChannelType())
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(handler)
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel()
        .localAddress();
  }

  @Test
  void closed_loops_have_ended() {
    var loops = EventLoops.start(1);

    loops.close();

    assertThat(loops.group().isTerminated()).isTrue();
  }
}
