package diy.mesh.dataplane.loop;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The last seconds of a listener's connections: what is under way is finished, what is at rest is
 * closed, and each response is its connection's last. From any thread.
 *
 * <p>HTTP/1.1 has no word for "no more requests" but a response's {@code Connection: close}, and a
 * request may be on its way while we close its connection. So a connection at rest stays open for a
 * quiet time: a request that comes on it is served. Whoever chooses this pod was told to stop
 * before we were, so what is on its way then arrives within a round trip, much less than the quiet
 * time.
 */
public final class Drain {

  /** What a connection is busy with. */
  public enum Activity {
    /** Nothing was asked, or all of it was answered. */
    AT_REST,
    /** All was said; only the client's goodbye is missing. */
    ENDING,
    /** Something would be lost. */
    BUSY
  }

  /** A handler that is asked while the proxy stops and it is the last one of its connection. */
  public interface Stoppable {

    /** What would be lost with the connection now. On its event loop. */
    Activity activity();

    /** The proxy was told to stop: says so to a client whose protocol has a word for it. */
    default void stopping() {}

    /** The connection is about to be reset, and everything that belongs to it with it. */
    default void cut() {}
  }

  /**
   * What has become of the connections.
   *
   * @param open those that are open still
   * @param finished those that ended after what they were busy with
   * @param atRest those that were closed because nothing was asked on them
   * @param cut those that were reset at the deadline
   */
  public record Tally(long open, long finished, long atRest, long cut) {

    /** Of nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** Both together. */
    public Tally plus(Tally other) {
      return new Tally(
          open + other.open, finished + other.finished, atRest + other.atRest, cut + other.cut);
    }
  }

  /** Much more than a request needs inside a cluster; little enough for a quick end. */
  private static final Duration QUIET = Duration.ofMillis(500);

  /** How often it is looked; only while the proxy stops. */
  private static final long LOOK_MILLIS = 20;

  private final EventLoops loops;
  private final PerLoop<OpenConnections> open;
  private final PerLoop<LoopDrain> ends;
  private volatile boolean begun;
  private volatile Tally tally = Tally.NONE;

  /**
   * Of connections that are yet to come.
   *
   * @param nanos a clock that only goes forward, for the connections' limits of time
   */
  public Drain(EventLoops loops, LongSupplier nanos) {
    this.loops = loops;
    this.open = new PerLoop<>(() -> new OpenConnections(nanos));
    this.ends = new PerLoop<>(() -> new LoopDrain(open.get(), QUIET));
  }

  /** The connections of the calling event loop. */
  public OpenConnections open() {
    return open.get();
  }

  /** Whether each response shall be the last of its connection. */
  public boolean isBegun() {
    return begun;
  }

  /** How far it is. */
  public Tally tally() {
    return tally;
  }

  /** From now on each response is the last of its connection. */
  public void begin() {
    begun = true;
    loops.group().forEach(loop -> loop.execute(ends::get)); // which count from here on
  }

  /**
   * Waits until no connection is left. Those that are at the deadline are reset: nobody shall take
   * what was sent for a whole response. {@link #begin} came before, and no more of them may come.
   *
   * @param deadlineNanos by {@link System#nanoTime}
   */
  public void await(long deadlineNanos) throws InterruptedException {
    look(false);
    while (tally.open() > 0 && deadlineNanos - System.nanoTime() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      pause(Math.min(LOOK_MILLIS, left + 1));
      look(false);
    }
    if (tally.open() > 0) {
      look(true);
    }
  }

  /** On the first loop's clock, as a wait for something that nobody tells. */
  private void pause(long millis) throws InterruptedException {
    loops.group().next().schedule(() -> {}, millis, TimeUnit.MILLISECONDS).await();
  }

  private void look(boolean last) throws InterruptedException {
    List<Future<Tally>> looks = new ArrayList<>();
    for (EventExecutor loop : loops.group()) {
      looks.add(loop.submit(() -> last ? ends.get().cut() : ends.get().look(System.nanoTime())));
    }
    Tally sum = Tally.NONE;
    for (Future<Tally> each : looks) {
      sum = sum.plus(each.sync().getNow());
    }
    tally = sum;
  }
}
