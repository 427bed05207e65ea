package diy.mesh.meshctl.demo;

import java.time.Duration;

/**
 * How long requests took, in a fixed amount of memory: every value is off by at most 3 %.
 *
 * <p>Buckets grow with what they hold: each power of two of nanoseconds is cut into {@value
 * #STEPS}. Not safe for several threads.
 */
final class Latencies {

  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;

  private final long[] buckets = new long[(Long.SIZE - STEP_BITS) * STEPS];
  private long count;

  void add(Duration latency) {
    buckets[bucketOf(Math.max(0, latency.toNanos()))]++;
    count++;
  }

  long count() {
    return count;
  }

  /**
   * The time within which this share of all requests was answered; zero while there are none.
   *
   * @param share 0 to 1, for example 0.99
   */
  Duration percentile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: %s (expected: 0 to 1)".formatted(share));
    }
    if (count == 0) {
      return Duration.ZERO;
    }
    long wanted = Math.max(1, (long) Math.ceil(count * share));
    int bucket = -1;
    for (long seen = 0; seen < wanted; ) {
      seen += buckets[++bucket];
    }
    return Duration.ofNanos(highestOf(bucket));
  }

  private static int bucketOf(long nanos) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - STEP_BITS - 1);
    return shift * STEPS + (int) (nanos >>> shift);
  }

  private static long highestOf(int bucket) {
    int shift = Math.max(0, bucket / STEPS - 1);
    long step = bucket - (long) shift * STEPS;
    return ((step + 1) << shift) - 1;
  }
}
