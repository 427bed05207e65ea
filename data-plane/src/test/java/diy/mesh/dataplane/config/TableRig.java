package diy.mesh.dataplane.config;

import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.service.Address;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A table on an event loop that runs when it is told to, on frozen time. */
final class TableRig {

  static final Duration WAIT = Duration.ofSeconds(1);
  static final Duration IDLE = Duration.ofMinutes(10);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry(100);
  final FakeStream stream = new FakeStream();
  final TargetTable table;

  /** Remembers what was asked of it. */
  static final class FakeStream implements Subscriptions {
    final List<String> said = new ArrayList<>();

    @Override
    public void subscribe(Address address) {
      said.add("+" + address);
    }

    @Override
    public void unsubscribe(Address address) {
      said.add("-" + address);
    }
  }

  /** With the stream up, and room for that many targets. */
  TableRig(int targets) {
    channel.freezeTime();
    table =
        new TargetTable(
            channel.eventLoop(),
            new TargetTable.Limits(WAIT, IDLE, targets),
            new PerLoop<>(telemetry::newCounters),
            telemetry.series(),
            clock,
            new SplittableRandom(1));
    table.connected(stream);
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  long counted(Metric metric) {
    return telemetry.value(metric);
  }

  /** A destination that a connection has asked for. */
  HeldTarget asked(Address address) {
    var held = table.follow(address);
    run();
    return held;
  }

  /** A destination that all traffic to goes to 10.1.0.1:8080, by version v1. */
  HeldTarget known(Address address) {
    var held = asked(address);
    table.update(address, "v1", Answers.service("10.1.0.1:8080"));
    return held;
  }

  void run() {
    channel.runPendingTasks();
  }

  void pass(Duration time) {
    clock.advance(time);
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    run();
    run(); // what the tasks that were due have queued
  }
}
