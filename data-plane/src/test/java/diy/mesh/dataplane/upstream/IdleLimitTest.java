package diy.mesh.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleLimitTest {

  private final IdleLimit limit = new IdleLimit(Duration.ofSeconds(4), Duration.ofSeconds(60), 1);

  @Test
  void a_server_that_says_nothing_is_taken_for_a_common_one() {
    assertThat(limit.nanos()).isEqualTo(Duration.ofSeconds(4).toNanos());
  }

  @Test
  void a_connection_is_kept_a_second_less_than_its_server_says() {
    assertThat(limit.nanos(5)).isEqualTo(Duration.ofSeconds(4).toNanos());
    assertThat(limit.nanos(30)).isEqualTo(Duration.ofSeconds(29).toNanos());
  }

  @Test
  void half_of_a_short_time_is_left_to_the_server() {
    assertThat(limit.nanos(1)).isEqualTo(Duration.ofMillis(500).toNanos());
    assertThat(limit.nanos(0)).isZero();
  }

  @Test
  void there_is_an_end_whatever_the_server_says() {
    assertThat(limit.nanos(999_999_999)).isEqualTo(Duration.ofSeconds(60).toNanos());
  }
}
