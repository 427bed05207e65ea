package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real sockets: only they fail as sockets do. */
@Timeout(30)
class WriteMarkTest {

  private static final int MORE_THAN_A_SOCKET_TAKES = 64 * 1024 * 1024;

  private final EventLoops loops = EventLoops.start(1);
  private ServerSocket server;
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var address = new Address(server.getInetAddress(), server.getLocalPort());
    channel =
        new Dialer(loops, Duration.ofSeconds(5))
            .dial(loops.group().next(), address)
            .sync()
            .channel();
  }

  @AfterEach
  void close() throws Exception {
    loops.close();
    server.close();
  }

  private <T> T onLoop(Callable<T> action) throws Exception {
    return channel.eventLoop().submit(action).get();
  }

  private WriteMark write(int size) {
    var mark = new WriteMark(channel);
    channel.write(Unpooled.wrappedBuffer(new byte[size]), mark);
    return mark;
  }

  @Test
  void nothing_has_begun_before_the_flush() throws Exception {
    assertThat(onLoop(() -> write(10).hasBegun())).isFalse();
  }

  @Test
  void what_the_socket_took_has_begun() throws Exception {
    boolean begun =
        onLoop(
            () -> {
              WriteMark mark = write(10);
              channel.flush();
              return mark.hasBegun();
            });

    assertThat(begun).isTrue();
  }

  @Test
  void what_the_socket_took_a_part_of_has_begun_though_it_is_not_done() throws Exception {
    boolean begunAndPending =
        onLoop(
            () -> {
              WriteMark mark = write(MORE_THAN_A_SOCKET_TAKES);
              channel.flush();
              return mark.hasBegun() && !mark.isDone();
            });

    assertThat(begunAndPending).isTrue();
  }

  @Test
  void what_the_socket_refused_has_not_begun() throws Exception {
    boolean refusedUnseen =
        onLoop(
            () -> {
              var accepted = server.accept();
              accepted.setSoLinger(true, 0);
              accepted.close();
              KernelTable.awaitEndOfConnectionsTo(server.getLocalPort());
              WriteMark mark = write(10);
              channel.flush();
              return mark.isDone() && !mark.isSuccess() && !mark.hasBegun();
            });

    assertThat(refusedUnseen).isTrue();
  }
}
