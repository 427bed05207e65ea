package diy.mesh.dataplane.config;

import static diy.mesh.dataplane.config.Answers.meaning;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetRoomTest {

  private static final Address APP_B = Address.of("10.96.0.7", 80);
  private static final Address OTHER = Address.of("10.96.0.8", 80);

  private final TableRig rig = new TableRig(4_096);

  @Test
  void what_was_dropped_since_the_hello_is_given_back() {
    var small = new TableRig(1);
    small.known(APP_B).release();
    small.table.disconnected();
    small.stream.said.clear();

    small.table.announce();
    small.asked(OTHER);
    small.table.connected(small.stream);

    assertThat(small.stream.said).containsExactly("-" + APP_B, "+" + OTHER);
  }

  @Test
  void what_nobody_uses_is_dropped_after_a_while() {
    rig.known(APP_B).release();

    rig.pass(TableRig.IDLE.dividedBy(2));
    assertThat(rig.table.size()).isEqualTo(1);
    rig.pass(TableRig.IDLE);

    assertThat(rig.table.size()).isZero();
    assertThat(rig.stream.said).endsWith("-" + APP_B);
    assertThat(rig.counted(Metric.CONFIG_TARGETS_DROPPED)).isEqualTo(1);
  }

  @Test
  void what_is_in_use_is_never_dropped() {
    var held = rig.known(APP_B);

    rig.pass(TableRig.IDLE.multipliedBy(3));

    assertThat(rig.table.held()).containsExactly(held);
  }

  @Test
  void the_while_begins_when_the_last_use_ends() {
    var held = rig.known(APP_B);
    rig.pass(TableRig.IDLE.multipliedBy(3));

    held.release();
    rig.pass(TableRig.IDLE.dividedBy(2));

    assertThat(rig.table.held()).containsExactly(held);
  }

  @Test
  void nothing_is_dropped_while_nobody_could_give_it_back() {
    var held = rig.known(APP_B);
    held.release();

    rig.table.disconnected();
    rig.pass(TableRig.IDLE.multipliedBy(3));

    assertThat(rig.table.held()).containsExactly(held);
  }

  @Test
  void a_block_in_use_keeps_the_answer_that_gave_it() {
    rig.asked(Address.of("64.0.0.1", 443)).release();
    rig.table.update(Address.of("64.0.0.1", 443), "v1", Answers.notOurs("64.0.0.0/2"));

    for (int i = 0; i < 10; i++) {
      rig.pass(TableRig.IDLE.dividedBy(2));
      rig.table.follow(Address.of("93.184.216.34", 80)).release();
    }

    assertThat(rig.table.size()).isEqualTo(1);
    assertThat(rig.stream.said).hasSize(1);
  }

  @Test
  void what_was_dropped_is_asked_for_anew() {
    var old = rig.known(APP_B);
    old.release();
    rig.pass(TableRig.IDLE.multipliedBy(2));

    var held = rig.asked(APP_B);

    assertThat(held).isNotSameAs(old);
    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(rig.stream.said).containsExactly("+" + APP_B, "-" + APP_B, "+" + APP_B);
  }

  @Test
  void a_full_table_makes_room_by_what_was_not_used_for_longest() {
    var small = new TableRig(2);
    small.known(APP_B).release();
    small.pass(Duration.ofSeconds(1));
    small.known(OTHER).release();
    small.pass(Duration.ofSeconds(1));
    small.table.follow(APP_B).release();

    var third = small.asked(Address.of("10.96.0.9", 80));

    assertThat(small.table.held())
        .extracting(HeldTarget::address)
        .containsExactly(APP_B, third.address());
    assertThat(meaning(third)).isEqualTo("asked");
  }

  @Test
  void beyond_a_table_full_of_targets_in_use_connections_pass_through() {
    var small = new TableRig(1);
    var first = small.known(APP_B);

    var second = small.asked(OTHER);

    assertThat(meaning(second)).isEqualTo("unanswered");
    assertThat(small.table.held()).containsExactly(first);
    assertThat(small.counted(Metric.CONFIG_TARGETS_OVER_LIMIT)).isEqualTo(1);
  }
}
