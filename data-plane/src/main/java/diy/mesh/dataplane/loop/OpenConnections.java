package diy.mesh.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The accepted connections of one event loop that are open now, and the only clock they have.
 *
 * <p>Once a second, while there are any, each one's last handler is asked whether its patience has
 * ended. So a limit of time costs no timer per connection or request, and the hot path reads no
 * clock: it raises a flag, see {@link Quiet}. Every limit is kept a second or two late.
 *
 * <p>Belongs to one event loop: no locks. At the proxy's end {@link Drain} walks them.
 */
public final class OpenConnections {

  /** A handler that is asked once a second while it is the last one of an open connection. */
  public interface Ticking {

    /**
     * Looks whether it has waited for too long; may close the connection. On its event loop.
     *
     * @param nowNanos a time that only goes forward
     */
    void tick(long nowNanos);
  }

  private static final long TICK_MILLIS = 1_000;

  private final LongSupplier nanos;
  private final List<Member> members = new ArrayList<>();

  private boolean scheduled;
  private long ended;

  /** One connection and its place in the list. */
  private final class Member {
    private final Channel channel;
    private int place = members.size();

    private Member(Channel channel) {
      this.channel = channel;
    }

    /** The last one takes the place of the one that leaves. */
    private void leave() {
      ended++;
      Member last = members.removeLast();
      if (last != this) {
        members.set(place, last);
        last.place = place;
      }
    }
  }

  /**
   * No connections yet.
   *
   * @param nanos a clock that only goes forward
   */
  public OpenConnections(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Holds a connection until it closes. On its event loop. */
  public void add(Channel channel) {
    var member = new Member(channel);
    members.add(member);
    channel.closeFuture().addListener(_ -> member.leave());
    if (!scheduled) {
      scheduled = true;
      schedule(channel.eventLoop());
    }
  }

  /** How many are open now. On the event loop. */
  public int size() {
    return members.size();
  }

  /** How many are open no more. On the event loop. */
  long ended() {
    return ended;
  }

  /** Asks all that tick; what the clock does once a second, and tests when they say so. */
  public void tick() {
    long now = nanos.getAsLong();
    walk(
        channel -> {
          if (channel.pipeline().last() instanceof Ticking ticking) {
            ticking.tick(now);
          }
        });
  }

  /**
   * Does something with each open connection, which may close it. From the end: whoever leaves
   * meanwhile is replaced by one that had its turn.
   */
  void walk(Consumer<? super Channel> action) {
    for (int i = members.size() - 1; i >= 0; i--) {
      if (i < members.size()) {
        action.accept(members.get(i).channel);
      }
    }
  }

  private void schedule(EventLoop on) {
    on.schedule(
        () -> {
          tick();
          scheduled = !members.isEmpty();
          if (scheduled) {
            schedule(on);
          }
        },
        TICK_MILLIS,
        TimeUnit.MILLISECONDS);
  }
}
