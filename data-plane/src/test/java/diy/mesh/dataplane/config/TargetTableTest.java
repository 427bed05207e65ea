package diy.mesh.dataplane.config;

import static diy.mesh.dataplane.config.Answers.meaning;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.TargetTable.Outcome;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetTableTest {

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Address APP_B = Address.of("10.96.0.7", 80);
  private static final Address OTHER = Address.of("10.96.0.8", 80);

  /** Its event loop runs when it is told to, on frozen time. */
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final FakeStream stream = new FakeStream();
  private TargetTable table;

  /** Remembers what was asked of it. */
  private static final class FakeStream implements Subscriptions {
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

  @BeforeEach
  void connect() {
    channel.freezeTime();
    table = tableOf(4_096);
    table.connected(stream);
  }

  @AfterEach
  void close() {
    channel.close().syncUninterruptibly();
  }

  private TargetTable tableOf(int targets) {
    return new TargetTable(
        channel.eventLoop(),
        new TargetTable.Limits(WAIT, IDLE, targets),
        new PerLoop<>(telemetry::newCounters),
        clock,
        new SplittableRandom(1));
  }

  @Test
  void a_new_destination_is_asked_for_once() {
    var first = table.follow(APP_B);
    var second = table.follow(APP_B);
    channel.runPendingTasks();

    assertThat(second).isSameAs(first);
    assertThat(meaning(first)).isEqualTo("asked");
    assertThat(stream.said).containsExactly("+10.96.0.7:80");
  }

  @Test
  void who_waits_is_told_when_the_answer_comes() {
    var told = new ArrayList<String>();
    var held = asked(APP_B);

    held.whenDecided(channel.eventLoop(), () -> told.add(meaning(held)));
    channel.runPendingTasks();
    assertThat(told).isEmpty();
    table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));
    channel.runPendingTasks();

    assertThat(told).containsExactly("10.1.0.1:8080");
    assertThat(held.version()).isEqualTo("v1");
  }

  @Test
  void who_asks_for_what_is_known_need_not_wait() {
    var told = new ArrayList<String>();
    var held = known(APP_B);

    held.whenDecided(channel.eventLoop(), () -> told.add("at once"));

    assertThat(told).containsExactly("at once");
  }

  @Test
  void the_wait_for_an_answer_ends() {
    var told = new ArrayList<String>();
    var held = asked(APP_B);
    held.whenDecided(channel.eventLoop(), () -> told.add(meaning(held)));

    pass(WAIT.minusMillis(1));
    assertThat(told).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(told).containsExactly("unanswered");
    assertThat(telemetry.value(Metric.CONFIG_WAITS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void an_answer_that_comes_late_is_used_all_the_same() {
    var held = asked(APP_B);
    pass(WAIT);

    table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
  }

  @Test
  void an_answer_in_time_ends_the_wait() {
    var held = known(APP_B);

    pass(WAIT.multipliedBy(2));

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(telemetry.value(Metric.CONFIG_WAITS_EXPIRED)).isZero();
  }

  @Test
  void nothing_waits_while_the_stream_is_down() {
    table.disconnected();

    var held = asked(APP_B);

    assertThat(meaning(held)).isEqualTo("unanswered");
    assertThat(stream.said).isEmpty();
  }

  @Test
  void a_stream_that_goes_down_ends_all_waits() {
    var told = new ArrayList<String>();
    var held = asked(APP_B);
    held.whenDecided(channel.eventLoop(), () -> told.add(meaning(held)));
    channel.runPendingTasks();

    table.disconnected();
    channel.runPendingTasks();

    assertThat(told).containsExactly("unanswered");
  }

  @Test
  void what_is_known_outlives_the_stream_and_is_named_in_the_next_hello() {
    var held = known(APP_B);
    var unanswered = asked(OTHER);
    table.disconnected();
    stream.said.clear();

    var announced = table.announce();
    table.connected(stream);

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(announced).containsExactly(held);
    assertThat(stream.said).containsExactly("+" + unanswered.address());
  }

  @Test
  void what_was_dropped_since_the_hello_is_given_back() {
    table = tableOf(1);
    table.connected(stream);
    known(APP_B).release();
    table.disconnected();
    stream.said.clear();

    table.announce();
    asked(OTHER);
    table.connected(stream);

    assertThat(stream.said).containsExactly("-" + APP_B, "+" + OTHER);
  }

  @Test
  void a_new_version_takes_the_place_of_the_old() {
    var held = known(APP_B);

    var outcome = table.update(APP_B, "v2", Answers.service("10.1.0.2:8080"));

    assertThat(outcome).isEqualTo(new Outcome.Taken());
    assertThat(meaning(held)).isEqualTo("10.1.0.2:8080");
    assertThat(held.version()).isEqualTo("v2");
  }

  @Test
  void a_version_that_cannot_be_used_leaves_the_old_one_serving() {
    var held = known(APP_B);

    var outcome = table.update(APP_B, "v2", Answers.NONSENSE);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(held.version()).isEqualTo("v1");
    assertThat(held.rejection()).extracting(HeldTarget.Rejection::version).isEqualTo("v2");
  }

  @Test
  void a_version_that_can_be_used_makes_up_for_a_refused_one() {
    var held = known(APP_B);
    table.update(APP_B, "v2", Answers.NONSENSE);

    table.update(APP_B, "v3", Answers.service("10.1.0.3:8080"));

    assertThat(held.rejection()).isNull();
    assertThat(meaning(held)).isEqualTo("10.1.0.3:8080");
  }

  @Test
  void a_first_version_that_cannot_be_used_is_not_waited_for_any_longer() {
    var held = asked(APP_B);

    table.update(APP_B, "v1", Answers.NONSENSE);

    assertThat(meaning(held)).isEqualTo("unanswered");
    assertThat(held.version()).isEmpty();
  }

  @Test
  void an_update_of_what_is_not_held_changes_nothing() {
    var outcome = table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));

    assertThat(outcome).isEqualTo(new Outcome.NotHeld());
    assertThat(table.held()).isEmpty();
  }

  @Test
  void a_block_that_is_not_ours_is_not_asked_for_again() {
    asked(Address.of("64.0.0.1", 443));
    table.update(Address.of("64.0.0.1", 443), "v1", Answers.notOurs("64.0.0.0/2"));
    stream.said.clear();

    var held = asked(Address.of("93.184.216.34", 80));

    assertThat(meaning(held)).isEqualTo("not ours: 64.0.0.0/2");
    assertThat(stream.said).isEmpty();
  }

  @Test
  void a_block_of_one_address_speaks_for_one_port() {
    asked(Address.of("10.96.0.7", 9999));
    table.update(Address.of("10.96.0.7", 9999), "v1", Answers.notOurs("10.96.0.7/32"));

    var held = asked(APP_B);

    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(stream.said).endsWith("+10.96.0.7:80");
  }

  @Test
  void a_block_that_was_withdrawn_is_asked_for_again() {
    var outside = Address.of("10.97.0.1", 80);
    asked(outside);
    table.update(outside, "v1", Answers.notOurs("10.97.0.0/16"));

    table.withdraw(Cidr.parse("10.97.0.0/16"));
    var held = asked(outside);
    var neighbour = asked(Address.of("10.97.0.2", 80));

    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(meaning(neighbour)).isEqualTo("asked");
    assertThat(stream.said)
        .containsExactly("+10.97.0.1:80", "-10.97.0.1:80", "+10.97.0.1:80", "+10.97.0.2:80");
  }

  @Test
  void what_is_ours_survives_a_withdrawal() {
    var held = known(APP_B);

    table.withdraw(Cidr.parse("0.0.0.0/0"));

    assertThat(table.held()).containsExactly(held);
  }

  @Test
  void a_block_ends_with_the_answer_that_gave_it() {
    var first = Address.of("10.97.0.1", 80);
    asked(first);
    table.update(first, "v1", Answers.notOurs("10.97.0.0/16"));

    table.update(first, "v2", Answers.service("10.1.0.1:8080"));
    var neighbour = asked(Address.of("10.97.0.2", 80));

    assertThat(meaning(neighbour)).isEqualTo("asked");
  }

  @Test
  void what_nobody_uses_is_dropped_after_a_while() {
    known(APP_B).release();

    pass(IDLE.dividedBy(2));
    assertThat(table.size()).isEqualTo(1);
    pass(IDLE);

    assertThat(table.size()).isZero();
    assertThat(stream.said).endsWith("-" + APP_B);
    assertThat(telemetry.value(Metric.CONFIG_TARGETS_DROPPED)).isEqualTo(1);
  }

  @Test
  void what_is_in_use_is_never_dropped() {
    var held = known(APP_B);

    pass(IDLE.multipliedBy(3));

    assertThat(table.held()).containsExactly(held);
  }

  @Test
  void the_while_begins_when_the_last_use_ends() {
    var held = known(APP_B);
    pass(IDLE.multipliedBy(3));

    held.release();
    pass(IDLE.dividedBy(2));

    assertThat(table.held()).containsExactly(held);
  }

  @Test
  void nothing_is_dropped_while_nobody_could_give_it_back() {
    var held = known(APP_B);
    held.release();

    table.disconnected();
    pass(IDLE.multipliedBy(3));

    assertThat(table.held()).containsExactly(held);
  }

  @Test
  void a_block_in_use_keeps_the_answer_that_gave_it() {
    asked(Address.of("64.0.0.1", 443)).release();
    table.update(Address.of("64.0.0.1", 443), "v1", Answers.notOurs("64.0.0.0/2"));

    for (int i = 0; i < 10; i++) {
      pass(IDLE.dividedBy(2));
      table.follow(Address.of("93.184.216.34", 80)).release();
    }

    assertThat(table.size()).isEqualTo(1);
    assertThat(stream.said).hasSize(1);
  }

  @Test
  void what_was_dropped_is_asked_for_anew() {
    var old = known(APP_B);
    old.release();
    pass(IDLE.multipliedBy(2));

    var held = asked(APP_B);

    assertThat(held).isNotSameAs(old);
    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(stream.said).containsExactly("+" + APP_B, "-" + APP_B, "+" + APP_B);
  }

  @Test
  void a_full_table_makes_room_by_what_was_not_used_for_longest() {
    table = tableOf(2);
    table.connected(stream);
    known(APP_B).release();
    clock.advance(Duration.ofSeconds(1));
    known(OTHER).release();
    clock.advance(Duration.ofSeconds(1));
    table.follow(APP_B).release();

    var third = asked(Address.of("10.96.0.9", 80));

    assertThat(table.held())
        .extracting(HeldTarget::address)
        .containsExactly(APP_B, third.address());
    assertThat(meaning(third)).isEqualTo("asked");
  }

  @Test
  void beyond_a_table_full_of_targets_in_use_connections_pass_through() {
    table = tableOf(1);
    table.connected(stream);
    var first = known(APP_B);

    var second = asked(OTHER);

    assertThat(meaning(second)).isEqualTo("unanswered");
    assertThat(table.held()).containsExactly(first);
    assertThat(telemetry.value(Metric.CONFIG_TARGETS_OVER_LIMIT)).isEqualTo(1);
  }

  private HeldTarget asked(Address address) {
    var held = table.follow(address);
    channel.runPendingTasks();
    return held;
  }

  private HeldTarget known(Address address) {
    var held = asked(address);
    table.update(address, "v1", Answers.service("10.1.0.1:8080"));
    return held;
  }

  private void pass(Duration time) {
    clock.advance(time);
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
    channel.runPendingTasks(); // those that the ones due have queued
  }
}
