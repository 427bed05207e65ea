package diy.mesh.dataplane.config;

import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one destination. Read by all event loops, changed by the one that owns the
 * {@link TargetTable}.
 */
public final class HeldTarget {

  /** What the control plane has said so far. */
  public sealed interface Knowledge {

    /** Nothing yet; the answer may still come in time. */
    record Asked() implements Knowledge {}

    /** What to do with requests. */
    record Known(TargetPlan plan) implements Knowledge {}

    /**
     * Nothing of the mesh's: connections pass through.
     *
     * @param block the same goes for all addresses in it
     */
    record NotOurs(Cidr block) implements Knowledge {}

    /**
     * No answer in time, or none to be had while the stream is down: connections pass through and
     * are counted. Becomes another one when the answer comes.
     */
    record Unanswered() implements Knowledge {}
  }

  /**
   * A version that the proxy could not use.
   *
   * @param reason what it told the control plane
   */
  public record Rejection(String version, String reason) {}

  /**
   * One reference for all that changes together.
   *
   * @param version of what {@code knowledge} came from; empty before the first answer
   * @param since when {@code knowledge} became this
   * @param rejection what came after it and could not be used
   */
  private record State(
      Knowledge knowledge, String version, Instant since, @Nullable Rejection rejection) {}

  /** Someone to be told, on a thread of their own. */
  private record Waiter(EventExecutor loop, Runnable then) {}

  private static final Knowledge.Asked ASKED = new Knowledge.Asked();
  private static final Knowledge.Unanswered UNANSWERED = new Knowledge.Unanswered();

  /** In place of the number of users: nobody can begin to use it any more. */
  private static final int DROPPED = -1;

  private final Address address;
  private final EventExecutor owner;
  private final AtomicInteger users = new AtomicInteger(1);
  private volatile long lastUsedMillis;
  private volatile State state;

  // From here on: only the owner's thread.
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable Future<?> wait;
  private boolean subscribed;

  private HeldTarget(Address address, EventExecutor owner, Instant now, State state) {
    this.address = address;
    this.owner = owner;
    this.lastUsedMillis = now.toEpochMilli();
    this.state = state;
  }

  /** Used once already, by whoever asks. */
  static HeldTarget asked(Address address, EventExecutor owner, Instant now) {
    return new HeldTarget(address, owner, now, new State(ASKED, "", now, null));
  }

  /** Used once already; with no stream there is nothing to wait for. */
  static HeldTarget unanswered(Address address, EventExecutor owner, Instant now) {
    return new HeldTarget(address, owner, now, new State(UNANSWERED, "", now, null));
  }

  /** For all addresses in a block; never changes. */
  static HeldTarget inside(Cidr block, Address asked, EventExecutor owner, Instant now) {
    var notOurs = new Knowledge.NotOurs(block);
    return new HeldTarget(asked, owner, now, new State(notOurs, "", now, null));
  }

  /** What is known now: one volatile read. Any thread. */
  public Knowledge knowledge() {
    return state.knowledge();
  }

  /**
   * Runs {@code then} once this is decided: anything but {@code Asked}. Any thread.
   *
   * @param loop where to run it; at once on the calling thread if it is decided already
   */
  public void whenDecided(EventExecutor loop, Runnable then) {
    if (isDecided()) {
      then.run();
      return;
    }
    owner.execute(
        () -> {
          if (isDecided()) {
            loop.execute(then);
          } else {
            waiters.add(new Waiter(loop, then));
          }
        });
  }

  private boolean isDecided() {
    return !(knowledge() instanceof Knowledge.Asked);
  }

  /**
   * Ends a use that {@link TargetTable#follow} or {@link #retain} began. Any thread, exactly once
   * for each of them.
   */
  public void release() {
    users.decrementAndGet();
  }

  /** Begins another use of a target that the caller is using already. Any thread. */
  public void retain() {
    users.incrementAndGet();
  }

  /** Begins a use; false if this was dropped and must be followed anew. Any thread. */
  boolean tryRetain(long nowMillis) {
    int before = users.get();
    while (before != DROPPED) {
      if (users.compareAndSet(before, before + 1)) {
        lastUsedMillis = nowMillis;
        return true;
      }
      before = users.get();
    }
    return false;
  }

  /** Keeps this from being dropped for another while. Any thread. */
  void touch(long nowMillis) {
    lastUsedMillis = nowMillis;
  }

  /** What connections go to. */
  public Address address() {
    return address;
  }

  /** The version in use; empty before the first answer. */
  public String version() {
    return state.version();
  }

  /** When the present knowledge came. */
  public Instant since() {
    return state.since();
  }

  /** The newest version if it could not be used; null where the newest is in use. */
  public @Nullable Rejection rejection() {
    return state.rejection();
  }

  /** How many connections use this now. */
  public int users() {
    return Math.max(users.get(), 0);
  }

  long lastUsedMillis() {
    return lastUsedMillis;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  void subscribed(boolean now) {
    subscribed = now;
  }

  /** The plan in use, which a newer one replaces. */
  @Nullable TargetPlan plan() {
    return knowledge() instanceof Knowledge.Known(var plan) ? plan : null;
  }

  /** What ends the wait if no answer comes. */
  void waitEndsBy(Future<?> timer) {
    wait = timer;
  }

  void learn(Knowledge knowledge, String version, Instant now) {
    decide(new State(knowledge, version, now, null));
  }

  void reject(Rejection rejection, Instant now) {
    State before = state;
    // Refused is answered: nothing better will come by waiting.
    decide(
        isDecided()
            ? new State(before.knowledge(), before.version(), before.since(), rejection)
            : new State(UNANSWERED, "", now, rejection));
  }

  /** Stops waiting; false if it was decided already. */
  boolean giveUpWaiting(Instant now) {
    if (isDecided()) {
      return false;
    }
    decide(new State(UNANSWERED, "", now, null));
    return true;
  }

  private void decide(State next) {
    state = next;
    if (wait != null) {
      wait.cancel(false);
      wait = null;
    }
    waiters.forEach(waiter -> waiter.loop().execute(waiter.then()));
    waiters.clear();
  }

  /** Ends this if nobody uses it. */
  boolean dropIfUnused() {
    return users.compareAndSet(0, DROPPED);
  }
}
