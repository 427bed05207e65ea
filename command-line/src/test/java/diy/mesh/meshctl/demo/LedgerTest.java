package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.meshctl.demo.Ledger.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Duration CONVERGENCE = Duration.ofMillis(12);

  @Test
  void a_change_is_due_when_a_tenth_of_the_phase_is_left() {
    var ledger = new Ledger(300, Show.SPLITS);

    send(ledger, 89);
    boolean before = ledger.changeDue();
    send(ledger, 1);

    assertThat(before).isFalse();
    assertThat(ledger.changeDue()).isTrue();
  }

  @Test
  void while_a_change_is_under_way_requests_count_for_the_old_phase_and_then_wait() {
    var ledger = new Ledger(300, Show.SPLITS);

    send(ledger, 100);

    assertThat(ledger.current().split()).isEqualTo(new Split(90, 10));
    assertThat(ledger.next()).isEqualTo(Turn.WAIT);
  }

  @Test
  void a_phase_takes_over_what_the_one_before_did_not_need() {
    var ledger = new Ledger(300, Show.SPLITS);
    send(ledger, 93);

    ledger.changed(CONVERGENCE);
    send(ledger, 107);

    assertThat(ledger.current().split()).isEqualTo(new Split(50, 50));
    assertThat(ledger.current().convergence()).isEqualTo(CONVERGENCE);
    assertThat(ledger.next()).isEqualTo(Turn.WAIT);
  }

  @Test
  void the_last_phase_knows_no_change_and_ends_with_the_last_request() {
    var ledger = new Ledger(300, Show.SPLITS);
    ledger.changed(CONVERGENCE);
    ledger.changed(CONVERGENCE);

    send(ledger, 300);

    assertThat(ledger.changeDue()).isFalse();
    assertThat(ledger.next()).isEqualTo(Turn.STOP);
    assertThat(ledger.allSent()).isTrue();
  }

  @Test
  void every_request_is_counted_once_whatever_happens() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = new Random(seed);
      var ledger = new Ledger(3 + dice.nextInt(1_000), Show.SPLITS);

      playAtRandom(ledger, dice);

      var answered = ledger.phases().stream().mapToLong(PhaseCount::answered).sum();
      assertThat(answered + ledger.failed()).as("seed %d", seed).isEqualTo(ledger.requests());
    }
  }

  @Test
  void fewer_requests_than_phases_are_refused() {
    assertThatThrownBy(() -> new Ledger(2, Show.SPLITS))
        .hasMessage("requests: 2 (expected: >= 3, one for each phase)");
  }

  private static void send(Ledger ledger, int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(ledger.next()).isEqualTo(Turn.SEND);
    }
  }

  private static void playAtRandom(Ledger ledger, Random dice) {
    for (var turn = ledger.next(); turn != Turn.STOP; turn = ledger.next()) {
      if (turn == Turn.WAIT || (ledger.changeDue() && dice.nextInt(5) == 0)) {
        ledger.changed(CONVERGENCE);
      }
      if (turn == Turn.SEND && dice.nextInt(10) == 0) {
        ledger.current().missed();
      } else if (turn == Turn.SEND) {
        var backends = List.of(Split.STABLE, Split.CANARY);
        ledger.current().answered(backends.get(dice.nextInt(2)), Duration.ZERO);
      }
    }
  }
}
