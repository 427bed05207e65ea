package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.loop.OpenConnections.Ticking;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

  private long now = 5;
  private final OpenConnections open = new OpenConnections(() -> now);
  private final List<String> asked = new ArrayList<>();

  /** Notes that it was asked, then does what the test wants. */
  private final class Handler extends ChannelInboundHandlerAdapter implements Ticking {
    private final String name;
    private final Runnable then;

    Handler(String name, Runnable then) {
      this.name = name;
      this.then = then;
    }

    @Override
    public void tick(long nowNanos) {
      asked.add(name + "@" + nowNanos);
      then.run();
    }
  }

  private EmbeddedChannel connection(String name, Runnable then) {
    var channel = new EmbeddedChannel(new Handler(name, then));
    open.add(channel);
    return channel;
  }

  @Test
  void every_open_connection_is_asked_at_each_tick() {
    connection("a", () -> {});
    connection("b", () -> {});

    open.tick();
    now = 6;
    open.tick();

    assertThat(asked).containsExactlyInAnyOrder("a@5", "b@5", "a@6", "b@6");
  }

  @Test
  void only_the_last_handler_is_asked() {
    var channel = connection("first", () -> {});
    channel.pipeline().addLast(new Handler("last", () -> {}));

    open.tick();

    assertThat(asked).containsExactly("last@5");
  }

  @Test
  void who_has_closed_is_asked_no_more() {
    var a = connection("a", () -> {});
    connection("b", () -> {});
    connection("c", () -> {});

    a.close();
    open.tick();

    assertThat(asked).containsExactlyInAnyOrder("b@5", "c@5");
    assertThat(open.size()).isEqualTo(2);
  }

  @Test
  void a_tick_may_close_any_connections_and_the_others_are_still_asked() {
    List<Channel> closing = new ArrayList<>();
    connection("a", () -> {});
    closing.add(connection("b", () -> {}));
    closing.add(connection("c", () -> closing.forEach(Channel::close)));
    connection("d", () -> {});

    open.tick();

    assertThat(asked).contains("a@5", "c@5", "d@5").doesNotContain("b@5");
    assertThat(open.size()).isEqualTo(2);
  }

  @Test
  void the_clock_ticks_while_a_connection_is_open_and_rests_when_none_is() {
    var channel = connection("a", () -> {});

    channel.advanceTimeBy(1_001, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.advanceTimeBy(1_001, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.close();
    channel.advanceTimeBy(1_001, TimeUnit.MILLISECONDS);
    long next = channel.runScheduledPendingTasks();

    assertThat(asked).hasSize(2);
    assertThat(next).as("nothing is scheduled").isEqualTo(-1);
  }

  @Test
  void whoever_stops_the_proxy_reaches_each_connection() {
    var a = connection("a", () -> {});
    var b = new EmbeddedChannel();
    open.add(b);

    open.walk(Channel::close);

    assertThat(a.isOpen()).isFalse();
    assertThat(b.isOpen()).isFalse();
  }
}
