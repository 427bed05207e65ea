package diy.mesh.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @Test
  void the_first_attempt_after_a_stream_that_lasted_is_immediate() {
    var backoff = new Backoff(FIRST, LONGEST, new Random(1));
    IntStream.range(0, 10).forEach(_ -> backoff.next(Duration.ZERO));

    var pause = backoff.next(LONGEST);

    assertThat(pause).isZero();
  }

  @Test
  void pauses_double_up_to_the_longest() {
    for (long seed = 0; seed < 1_000; seed++) {
      var backoff = new Backoff(FIRST, LONGEST, new Random(seed));

      var pauses = IntStream.range(0, 40).mapToObj(_ -> backoff.next(Duration.ZERO)).toList();

      assertThat(pauses.getFirst()).isZero();
      long most = FIRST.toMillis();
      for (Duration pause : pauses.subList(1, pauses.size())) {
        assertThat(pause.toMillis()).as("seed %d", seed).isBetween(most / 2, most);
        most = Math.min(most * 2, LONGEST.toMillis());
      }
    }
  }

  @Test
  void a_stream_that_falls_over_at_once_is_a_failure() {
    var backoff = new Backoff(FIRST, LONGEST, new Random(1));
    backoff.next(LONGEST);

    var pause = backoff.next(Duration.ofMillis(20));

    assertThat(pause).isPositive();
  }
}
