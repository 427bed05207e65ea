package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTest {

  private static final Duration LIMIT = Duration.ofNanos(10);

  private final Quiet quiet = new Quiet();

  @Test
  void it_lasts_from_the_tick_that_first_found_nothing_new() {
    assertThat(quiet.lasted(LIMIT, 100)).isFalse();
    assertThat(quiet.lasted(LIMIT, 109)).isFalse();
    assertThat(quiet.lasted(LIMIT, 110)).isTrue();
  }

  @Test
  void whatever_happens_begins_it_anew() {
    quiet.lasted(LIMIT, 100);

    quiet.end();

    assertThat(quiet.lasted(LIMIT, 110)).isFalse();
    assertThat(quiet.lasted(LIMIT, 119)).isFalse();
    assertThat(quiet.lasted(LIMIT, 120)).isTrue();
  }

  @Test
  void a_limit_of_zero_is_none() {
    quiet.lasted(Duration.ZERO, 100);

    assertThat(quiet.lasted(Duration.ZERO, Long.MAX_VALUE)).isFalse();
  }
}
