package diy.mesh.dataplane.config;

import com.google.protobuf.ByteString;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.target.Target;
import diy.mesh.wire.TargetCodec;
import diy.mesh.wire.WireException;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the targets this pod talks to. Any event loop follows a destination; everything
 * else happens on one loop, the owner, which is the config stream's.
 */
public final class TargetTable {

  /**
   * The bounds of the table.
   *
   * @param answer how long the first connection to a new target waits for its config, above 0
   * @param idle after how long a target that nobody uses is dropped, above 0
   * @param targets how many are held at most, 1 or more
   */
  public record Limits(Duration answer, Duration idle, int targets) {}

  private static final Logger LOG = LoggerFactory.getLogger(TargetTable.class);

  /** The table makes room for several at once: who scans the network does not sort it each time. */
  private static final int ROOM_AS_PART = 16;

  /** Unused targets are looked for this often within the idle time. */
  private static final int SWEEPS_PER_IDLE_TIME = 4;

  private final EventExecutor owner;
  private final Limits limits;
  private final PerLoop<Counters> counters;
  private final SeriesTable series;
  private final InstantSource clock;
  private final RandomGenerator dice;

  private final ConcurrentHashMap<Address, HeldTarget> targets = new ConcurrentHashMap<>();
  private final NotOursBlocks blocks = new NotOursBlocks();
  private volatile @Nullable Subscriptions stream;

  /** What the hello named; by the welcome some of it may be gone. The owner's alone. */
  private List<HeldTarget> announced = List.of();

  /**
   * An empty table.
   *
   * @param owner the event loop that owns it
   * @param series for the plans made of targets
   * @param dice for the plans made of targets
   */
  public TargetTable(
      EventExecutor owner,
      Limits limits,
      PerLoop<Counters> counters,
      SeriesTable series,
      InstantSource clock,
      RandomGenerator dice) {
    this.owner = owner;
    this.limits = limits;
    this.counters = counters;
    this.series = series;
    this.clock = clock;
    this.dice = dice;
    long sweep = Math.max(1, limits.idle().toMillis() / SWEEPS_PER_IDLE_TIME);
    var _ = owner.scheduleWithFixedDelay(this::dropIdle, sweep, sweep, TimeUnit.MILLISECONDS);
  }

  /**
   * The entry for a destination, which is asked for when it is new. Any event loop. The caller uses
   * it from now on and must {@link HeldTarget#release} it when its connection is over.
   */
  public HeldTarget follow(Address destination) {
    Instant now = clock.instant();
    HeldTarget held = targets.get(destination);
    if (held != null && held.tryRetain(now.toEpochMilli())) {
      return held;
    }
    NotOursBlocks.Block block = blocks.around(destination.ip());
    if (block != null) {
      block.asked().touch(now.toEpochMilli());
      block.inside().retain();
      return block.inside();
    }
    return ask(destination, now);
  }

  private HeldTarget ask(Address destination, Instant now) {
    HeldTarget fresh =
        stream == null
            ? HeldTarget.unanswered(destination, owner, now)
            : HeldTarget.asked(destination, owner, now);
    while (true) {
      HeldTarget before = targets.putIfAbsent(destination, fresh);
      if (before == null) {
        owner.execute(() -> begin(fresh));
        return fresh;
      }
      if (before.tryRetain(now.toEpochMilli())) {
        return before;
      }
      targets.remove(destination, before);
    }
  }

  /** All that is held, for people to read. Any thread. */
  public List<HeldTarget> held() {
    return targets.values().stream()
        .sorted(Comparator.comparing(t -> t.address().toString()))
        .toList();
  }

  /** A number for what is held in which version: another number, another config. Any thread. */
  public long fingerprint() {
    long sum = 0;
    for (HeldTarget target : targets.values()) {
      sum += Integer.toUnsignedLong((target.address() + " " + target.version()).hashCode());
    }
    return sum & 0xffff_ffffL; // exact as the float that it becomes
  }

  /** When what is held last changed, as Unix time in seconds; 0 for never. Any thread. */
  public long lastChange() {
    return targets.values().stream().mapToLong(t -> t.since().getEpochSecond()).max().orElse(0);
  }

  /** How many are held. Any thread. */
  public int size() {
    return targets.size();
  }

  // From here on: only the owner's thread.

  private void begin(HeldTarget fresh) {
    if (targets.get(fresh.address()) != fresh) {
      fresh.giveUpWaiting(clock.instant());
      return; // let go of, and dropped to make room, before its turn came
    }
    if (targets.size() > limits.targets() && !makeRoom(fresh)) {
      targets.remove(fresh.address(), fresh);
      fresh.giveUpWaiting(clock.instant());
      counters.get().increment(Metric.CONFIG_TARGETS_OVER_LIMIT);
      return;
    }
    Subscriptions up = stream;
    if (up == null) {
      fresh.giveUpWaiting(clock.instant());
      return;
    }
    subscribe(up, fresh);
    if (fresh.knowledge() instanceof HeldTarget.Knowledge.Asked) {
      fresh.waitEndsBy(
          owner.schedule(
              () -> waitedLongEnough(fresh), limits.answer().toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private static void subscribe(Subscriptions stream, HeldTarget target) {
    if (!target.isSubscribed()) {
      target.subscribed(true);
      stream.subscribe(target.address());
    }
  }

  private void waitedLongEnough(HeldTarget target) {
    if (target.giveUpWaiting(clock.instant())) {
      counters.get().increment(Metric.CONFIG_WAITS_EXPIRED);
      LOG.warn(
          "no config for {} within {} ms; its connections pass through until it comes: look into"
              + " the control plane's log",
          target.address(),
          limits.answer().toMillis());
    }
  }

  private boolean makeRoom(HeldTarget fresh) {
    List<HeldTarget> oldest =
        targets.values().stream()
            .filter(target -> target != fresh && target.users() == 0)
            .sorted(Comparator.comparingLong(HeldTarget::lastUsedMillis))
            .limit(1 + limits.targets() / ROOM_AS_PART)
            .toList();
    oldest.forEach(this::drop);
    return targets.size() <= limits.targets();
  }

  private void dropIdle() {
    if (stream == null) {
      return; // what is dropped now could not be asked for again
    }
    long now = clock.millis();
    for (HeldTarget target : targets.values()) {
      if (target.users() > 0) {
        target.touch(now);
      } else if (now - target.lastUsedMillis() >= limits.idle().toMillis()) {
        drop(target);
      }
    }
  }

  private void drop(HeldTarget target) {
    if (!target.dropIfUnused()) {
      return;
    }
    forget(target);
    unsubscribe(target);
    counters.get().increment(Metric.CONFIG_TARGETS_DROPPED);
  }

  private void unsubscribe(HeldTarget target) {
    Subscriptions up = stream;
    if (up != null && target.isSubscribed()) {
      up.unsubscribe(target.address());
    }
  }

  private void forget(HeldTarget target) {
    targets.remove(target.address(), target);
    blocks.removeOf(target);
  }

  /** What a new stream's hello names: the control plane goes on from there. */
  List<HeldTarget> announce() {
    announced = targets.values().stream().filter(t -> !t.version().isEmpty()).toList();
    announced.forEach(target -> target.subscribed(true));
    return announced;
  }

  /** The stream is up: asks for everything that has no answer yet. */
  void connected(Subscriptions up) {
    stream = up;
    for (HeldTarget target : announced) {
      if (targets.get(target.address()) != target) {
        up.unsubscribe(target.address());
      }
    }
    announced = List.of();
    targets.values().forEach(target -> subscribe(up, target));
  }

  /** The stream is down: nothing that still waits will be answered soon. */
  void disconnected() {
    stream = null;
    announced = List.of();
    for (HeldTarget target : targets.values()) {
      target.subscribed(false);
      target.giveUpWaiting(clock.instant());
    }
  }

  /** How an update ended. */
  sealed interface Outcome {
    record Taken() implements Outcome {}

    record Refused(String reason) implements Outcome {}

    /** Dropped while the update was on its way. */
    record NotHeld() implements Outcome {}
  }

  /** Puts a new version into use; where that fails the one before goes on serving. */
  Outcome update(Address address, String version, ByteString target) {
    HeldTarget held = targets.get(address);
    if (held == null) {
      return new Outcome.NotHeld();
    }
    try {
      learn(held, version, TargetCodec.decode(target));
      return new Outcome.Taken();
    } catch (WireException | RuntimeException e) {
      String reason = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      refuse(held, version, reason);
      return new Outcome.Refused(reason);
    }
  }

  private void learn(HeldTarget held, String version, Target target) {
    Instant now = clock.instant();
    switch (target) {
      case Target.OfService service -> {
        var plan = TargetPlan.compile(service, held.plan(), series, dice);
        held.learn(new HeldTarget.Knowledge.Known(plan), version, now);
        blocks.removeOf(held);
      }
      case Target.NotOurs(var range) -> {
        held.learn(new HeldTarget.Knowledge.NotOurs(range), version, now);
        var inside = HeldTarget.inside(range, held.address(), owner, now);
        blocks.put(new NotOursBlocks.Block(range, held, inside));
      }
    }
  }

  private void refuse(HeldTarget held, String version, String reason) {
    var before = held.rejection();
    if (before == null || !before.version().equals(version)) {
      LOG.error(
          "version {} of {} refused, its connections {}: {}",
          version,
          held.address(),
          held.version().isEmpty() ? "pass through" : "go by version " + held.version(),
          reason);
    }
    held.reject(new HeldTarget.Rejection(version, reason), clock.instant());
  }

  /** The block is no longer "not ours" as a whole: who goes there next asks again. */
  void withdraw(Cidr block) {
    Set<HeldTarget> stale =
        targets.values().stream()
            .filter(
                target ->
                    target.knowledge() instanceof HeldTarget.Knowledge.NotOurs(var range)
                        && range.overlaps(block))
            .collect(Collectors.toSet());
    for (HeldTarget target : stale) {
      forget(target);
      unsubscribe(target);
    }
  }
}
