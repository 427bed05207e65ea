package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void a_percentile_is_right_within_three_and_a_half_percent() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = new Random(seed);
      long[] nanos = LongStream.generate(() -> anyNanos(dice)).limit(1_000).sorted().toArray();
      var latencies = new Latencies();
      LongStream.of(nanos).mapToObj(Duration::ofNanos).forEach(latencies::add);

      var p50 = latencies.percentile(0.5);
      var p99 = latencies.percentile(0.99);

      assertThat(p50.toNanos()).as("seed %d", seed).isCloseTo(nanos[499], withinPercentage(3.5));
      assertThat(p99.toNanos()).as("seed %d", seed).isCloseTo(nanos[989], withinPercentage(3.5));
    }
  }

  @Test
  void the_longest_time_there_is_has_its_bucket() {
    var latencies = new Latencies();

    latencies.add(Duration.ofNanos(Long.MAX_VALUE));

    assertThat(latencies.percentile(1)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Test
  void no_requests_took_no_time() {
    assertThat(new Latencies().percentile(0.99)).isZero();
  }

  @Test
  void a_share_above_one_is_refused() {
    assertThatThrownBy(() -> new Latencies().percentile(99))
        .hasMessage("share: 99.0 (expected: 0 to 1)");
  }

  private static long anyNanos(Random dice) {
    return dice.nextLong(1L << dice.nextInt(1, 40));
  }
}
