package diy.mesh.dataplane.config;

import static diy.mesh.dataplane.config.Answers.meaning;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.TargetTable.Outcome;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TargetTableTest {

  private static final Address APP_B = Address.of("10.96.0.7", 80);
  private static final Address OTHER = Address.of("10.96.0.8", 80);

  private final TableRig rig = new TableRig(4_096);

  @Test
  void a_new_destination_is_asked_for_once() {
    var first = rig.table.follow(APP_B);
    var second = rig.table.follow(APP_B);
    rig.run();

    assertThat(second).isSameAs(first);
    assertThat(meaning(first)).isEqualTo("asked");
    assertThat(rig.stream.said).containsExactly("+10.96.0.7:80");
  }

  @Test
  void who_waits_is_told_when_the_answer_comes() {
    var told = new ArrayList<String>();
    var held = rig.asked(APP_B);

    held.whenDecided(rig.loop(), () -> told.add(meaning(held)));
    rig.run();
    assertThat(told).isEmpty();
    rig.table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));
    rig.run();

    assertThat(told).containsExactly("10.1.0.1:8080");
    assertThat(held.version()).isEqualTo("v1");
  }

  @Test
  void who_asks_for_what_is_known_need_not_wait() {
    var told = new ArrayList<String>();
    var held = rig.known(APP_B);

    held.whenDecided(rig.loop(), () -> told.add("at once"));

    assertThat(told).containsExactly("at once");
  }

  @Test
  void the_wait_for_an_answer_ends() {
    var told = new ArrayList<String>();
    var held = rig.asked(APP_B);
    held.whenDecided(rig.loop(), () -> told.add(meaning(held)));

    rig.pass(TableRig.WAIT.minusMillis(1));
    assertThat(told).isEmpty();
    rig.pass(Duration.ofMillis(1));

    assertThat(told).containsExactly("unanswered");
    assertThat(rig.counted(Metric.CONFIG_WAITS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void an_answer_that_comes_late_is_used_all_the_same() {
    var held = rig.asked(APP_B);
    rig.pass(TableRig.WAIT);

    rig.table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
  }

  @Test
  void an_answer_in_time_ends_the_wait() {
    var held = rig.known(APP_B);

    rig.pass(TableRig.WAIT.multipliedBy(2));

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(rig.counted(Metric.CONFIG_WAITS_EXPIRED)).isZero();
  }

  @Test
  void nothing_waits_while_the_stream_is_down() {
    rig.table.disconnected();

    var held = rig.asked(APP_B);

    assertThat(meaning(held)).isEqualTo("unanswered");
    assertThat(rig.stream.said).isEmpty();
  }

  @Test
  void a_stream_that_goes_down_ends_all_waits() {
    var told = new ArrayList<String>();
    var held = rig.asked(APP_B);
    held.whenDecided(rig.loop(), () -> told.add(meaning(held)));
    rig.run();

    rig.table.disconnected();
    rig.run();

    assertThat(told).containsExactly("unanswered");
  }

  @Test
  void what_is_known_outlives_the_stream_and_is_named_in_the_next_hello() {
    var held = rig.known(APP_B);
    var unanswered = rig.asked(OTHER);
    rig.table.disconnected();
    rig.stream.said.clear();

    var announced = rig.table.announce();
    rig.table.connected(rig.stream);

    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(announced).containsExactly(held);
    assertThat(rig.stream.said).containsExactly("+" + unanswered.address());
  }

  @Test
  void a_new_version_takes_the_place_of_the_old() {
    var held = rig.known(APP_B);

    var outcome = rig.table.update(APP_B, "v2", Answers.service("10.1.0.2:8080"));

    assertThat(outcome).isEqualTo(new Outcome.Taken());
    assertThat(meaning(held)).isEqualTo("10.1.0.2:8080");
    assertThat(held.version()).isEqualTo("v2");
  }

  @Test
  void another_version_of_any_target_is_another_number() {
    rig.known(APP_B);
    long before = rig.table.fingerprint();
    rig.table.update(APP_B, "v2", Answers.service("10.1.0.2:8080"));
    long changed = rig.table.fingerprint();
    rig.table.update(APP_B, "v3", Answers.NONSENSE);

    assertThat(before).isPositive().isNotEqualTo(changed);
    assertThat(rig.table.fingerprint()).isEqualTo(changed);
    assertThat(rig.table.lastChange()).isEqualTo(rig.clock.instant().getEpochSecond());
  }

  @Test
  void a_version_that_cannot_be_used_leaves_the_old_one_serving() {
    var held = rig.known(APP_B);

    var outcome = rig.table.update(APP_B, "v2", Answers.NONSENSE);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(held.version()).isEqualTo("v1");
    assertThat(held.rejection()).extracting(HeldTarget.Rejection::version).isEqualTo("v2");
  }

  @Test
  void a_version_that_can_be_used_makes_up_for_a_refused_one() {
    var held = rig.known(APP_B);
    rig.table.update(APP_B, "v2", Answers.NONSENSE);

    rig.table.update(APP_B, "v3", Answers.service("10.1.0.3:8080"));

    assertThat(held.rejection()).isNull();
    assertThat(meaning(held)).isEqualTo("10.1.0.3:8080");
  }

  @Test
  void a_first_version_that_cannot_be_used_is_not_waited_for_any_longer() {
    var held = rig.asked(APP_B);

    rig.table.update(APP_B, "v1", Answers.NONSENSE);

    assertThat(meaning(held)).isEqualTo("unanswered");
    assertThat(held.version()).isEmpty();
  }

  @Test
  void an_update_of_what_is_not_held_changes_nothing() {
    var outcome = rig.table.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));

    assertThat(outcome).isEqualTo(new Outcome.NotHeld());
    assertThat(rig.table.held()).isEmpty();
  }

  @Test
  void a_block_that_is_not_ours_is_not_asked_for_again() {
    rig.asked(Address.of("64.0.0.1", 443));
    rig.table.update(Address.of("64.0.0.1", 443), "v1", Answers.notOurs("64.0.0.0/2"));
    rig.stream.said.clear();

    var held = rig.asked(Address.of("93.184.216.34", 80));

    assertThat(meaning(held)).isEqualTo("not ours: 64.0.0.0/2");
    assertThat(rig.stream.said).isEmpty();
  }

  @Test
  void a_block_of_one_address_speaks_for_one_port() {
    rig.asked(Address.of("10.96.0.7", 9999));
    rig.table.update(Address.of("10.96.0.7", 9999), "v1", Answers.notOurs("10.96.0.7/32"));

    var held = rig.asked(APP_B);

    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(rig.stream.said).endsWith("+10.96.0.7:80");
  }

  @Test
  void a_block_that_was_withdrawn_is_asked_for_again() {
    var outside = Address.of("10.97.0.1", 80);
    rig.asked(outside);
    rig.table.update(outside, "v1", Answers.notOurs("10.97.0.0/16"));

    rig.table.withdraw(Cidr.parse("10.97.0.0/16"));
    var held = rig.asked(outside);
    var neighbour = rig.asked(Address.of("10.97.0.2", 80));

    assertThat(meaning(held)).isEqualTo("asked");
    assertThat(meaning(neighbour)).isEqualTo("asked");
    assertThat(rig.stream.said)
        .containsExactly("+10.97.0.1:80", "-10.97.0.1:80", "+10.97.0.1:80", "+10.97.0.2:80");
  }

  @Test
  void what_is_ours_survives_a_withdrawal() {
    var held = rig.known(APP_B);

    rig.table.withdraw(Cidr.parse("0.0.0.0/0"));

    assertThat(rig.table.held()).containsExactly(held);
  }

  @Test
  void a_block_ends_with_the_answer_that_gave_it() {
    var first = Address.of("10.97.0.1", 80);
    rig.asked(first);
    rig.table.update(first, "v1", Answers.notOurs("10.97.0.0/16"));

    rig.table.update(first, "v2", Answers.service("10.1.0.1:8080"));
    var neighbour = rig.asked(Address.of("10.97.0.2", 80));

    assertThat(meaning(neighbour)).isEqualTo("asked");
  }
}
