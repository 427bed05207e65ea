package diy.mesh.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.service.Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many event loops follow and release, while the table has far too little room. */
class TargetRaceTest {

  private static final int ROOM = 4;
  private static final int ADDRESSES = 12;
  private static final int LOOPS = 3;
  private static final int ROUNDS = 5_000;

  /** Subscribed is what the control plane would think of: on the owner's thread alone. */
  private static final class Ledger implements Subscriptions {
    final Set<Address> subscribed = new HashSet<>();
    final List<String> mistakes = new ArrayList<>();

    @Override
    public void subscribe(Address address) {
      if (!subscribed.add(address)) {
        mistakes.add("subscribed twice: " + address);
      }
    }

    @Override
    public void unsubscribe(Address address) {
      if (!subscribed.remove(address)) {
        mistakes.add("unsubscribed without need: " + address);
      }
    }
  }

  @Test
  void what_is_held_is_what_is_subscribed_to() throws Exception {
    try (var loops = EventLoops.start(1 + LOOPS)) {
      var owner = loops.group().next();
      var limits = new TargetTable.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), ROOM);
      var counters = new PerLoop<>(new Telemetry(100)::newCounters);
      var dice = new SplittableRandom(1);
      var table =
          new TargetTable(
              owner, limits, counters, new SeriesTable(9), InstantSource.system(), dice);
      var ledger = new Ledger();
      owner.submit(() -> table.connected(ledger)).get(10, TimeUnit.SECONDS);

      var busy =
          IntStream.range(0, LOOPS)
              .mapToObj(seed -> loops.group().next().submit(() -> followAndRelease(table, seed)))
              .toList();
      for (var loop : busy) {
        loop.get(60, TimeUnit.SECONDS);
      }
      owner.submit(() -> {}).get(10, TimeUnit.SECONDS); // behind all that they left to do

      var held = table.held().stream().map(HeldTarget::address).collect(Collectors.toSet());
      assertThat(ledger.mistakes).isEmpty();
      assertThat(held).isEqualTo(ledger.subscribed).hasSizeLessThanOrEqualTo(ROOM);
    }
  }

  private static void followAndRelease(TargetTable table, long seed) {
    var dice = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      table.follow(Address.of("10.96.0." + dice.nextInt(ADDRESSES), 80)).release();
    }
  }
}
