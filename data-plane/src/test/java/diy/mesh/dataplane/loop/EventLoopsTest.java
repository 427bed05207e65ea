package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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

  @Test
  void closed_loops_have_ended() {
    var loops = EventLoops.start(1);

    loops.close();

    assertThat(loops.group().isTerminated()).isTrue();
  }
}
