package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLISECOND = 1_000_000;

  @Test
  void requests_are_spread_evenly() {
    var pace = new Pace(100);

    assertThat(pace.take(5)).isZero();
    assertThat(pace.take(5)).isEqualTo(10 * MILLISECOND);
    assertThat(pace.take(5)).isEqualTo(20 * MILLISECOND);
  }

  @Test
  void what_was_missed_is_not_made_up_for() {
    var pace = new Pace(100);
    pace.take(0);

    assertThat(pace.take(500 * MILLISECOND)).isZero();
    assertThat(pace.take(500 * MILLISECOND)).isEqualTo(10 * MILLISECOND);
  }

  @Test
  void no_requests_at_all_is_no_pace() {
    assertThatThrownBy(() -> new Pace(0)).hasMessage("requests per second: 0 (expected: >= 1)");
  }
}
