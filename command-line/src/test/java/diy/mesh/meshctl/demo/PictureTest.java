package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PictureTest {

  private final Picture picture = new Picture((_, text) -> text);

  @Test
  void a_bar_is_as_long_as_its_share() {
    var ledger = ledger(90, 10);

    var frame = picture.frame(ledger);

    assertThat(frame)
        .containsExactly(
            "route 90/10, in effect 12.3 ms after it was written",
            "  app-b  ████████████████████████████████████      90.0 %       90",
            "  app-b2 ████                                      10.0 %       10",
            "  p50 1.0 ms   p99 1.0 ms   failed 0");
  }

  @Test
  void a_small_share_is_drawn_in_eighths() {
    var ledger = ledger(399, 1);

    assertThat(picture.frame(ledger).get(2)).startsWith("  app-b2 ▏").contains(" 0.3 %");
  }

  @Test
  void the_phases_that_are_over_stay_above_the_current_one() {
    var ledger = ledger(90, 10);
    ledger.changed(Duration.ofMillis(9));

    var frame = picture.frame(ledger);

    assertThat(frame).hasSize(8).contains("route 50/50, in effect 9.0 ms after it was written");
  }

  @Test
  void a_file_gets_one_line() {
    var phase = ledger(1_800, 200).current();
    phase.missed();

    assertThat(picture.line(phase))
        .isEqualTo(
            "90/10  app-b 1,800 (90.0 %)   app-b2 200 (10.0 %)   p50 1.0 ms   p99 1.0 ms  "
                + " failed 1");
  }

  private static Ledger ledger(int stable, int canary) {
    var ledger = new Ledger(3_000, Show.SPLITS);
    ledger.current().converged(Duration.ofNanos(12_345_678));
    for (int i = 0; i < stable; i++) {
      ledger.current().answered(Split.STABLE, Duration.ofMillis(1));
    }
    for (int i = 0; i < canary; i++) {
      ledger.current().answered(Split.CANARY, Duration.ofMillis(1));
    }
    return ledger;
  }
}
