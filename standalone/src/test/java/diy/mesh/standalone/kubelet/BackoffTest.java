package diy.mesh.standalone.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration CRASH = Duration.ofMillis(20);

  @Test
  void each_crash_doubles_the_wait_up_to_half_a_minute() {
    var backoff = new Backoff();

    assertThat(backoff.after(CRASH)).hasMillis(100);
    assertThat(backoff.after(CRASH)).hasMillis(200);
    for (int i = 0; i < 10; i++) {
      backoff.after(CRASH);
    }
    assertThat(backoff.after(CRASH)).hasSeconds(30);
  }

  @Test
  void a_good_run_forgives_earlier_crashes() {
    var backoff = new Backoff();
    backoff.after(CRASH);
    backoff.after(CRASH);

    assertThat(backoff.after(Duration.ofMinutes(2))).hasMillis(100);
  }
}
