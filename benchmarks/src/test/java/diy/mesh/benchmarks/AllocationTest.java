package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationTest {

  @Test
  void what_each_collection_found_less_what_the_one_before_left_was_allocated() {
    String log =
        """
        [0.010s][info][gc] Using Serial
        [0.300s][info][gc] GC(0) Pause Young (Allocation Failure) 8M->1M(31M) 3.014ms
        [0.700s][info][gc] GC(1) Pause Young (Allocation Failure) 9M->2M(31M) 2.120ms
        """;

    assertThat(Allocation.bytes(log)).isEqualTo(16 << 20);
  }

  @Test
  void a_log_without_collections_tells_of_nothing() {
    assertThat(Allocation.bytes("[0.010s][info][gc] Using Serial\n")).isZero();
  }
}
