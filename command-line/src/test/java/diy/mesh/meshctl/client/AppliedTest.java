package diy.mesh.meshctl.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppliedTest {

  private static final Instant ACKED = Instant.ofEpochSecond(1_760_000_000, 123_456_000);
  private static final long ACKED_MICROS = 1_760_000_000_123_456L;

  @Test
  void convergence_is_counted_in_microseconds() {
    var applied = new Applied(true, true, List.of(), 2, ACKED_MICROS, List.of());

    assertThat(applied.since(ACKED.minusNanos(14_250_000))).isEqualTo(Duration.ofNanos(14_250_000));
  }

  @Test
  void a_clock_that_was_set_back_gives_no_negative_time() {
    var applied = new Applied(true, true, List.of(), 2, ACKED_MICROS, List.of());

    assertThat(applied.since(ACKED.plusSeconds(1))).isZero();
  }

  @Test
  void what_one_proxy_refuses_is_not_in_effect() {
    var applied = new Applied(true, true, List.of(), 2, ACKED_MICROS, List.of("demo/app-a-1: why"));

    assertThat(applied.inEffect()).isFalse();
  }
}
