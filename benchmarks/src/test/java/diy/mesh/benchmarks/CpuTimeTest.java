package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

  private static final long MILLI = 1_000_000;

  @Test
  void user_and_system_time_are_found_behind_a_name_of_any_kind() {
    String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 1 0 100\n";

    assertThat(CpuTime.ofStat(stat)).isEqualTo(120 * MILLI);
  }

  @Test
  void the_finer_reading_counts() {
    var before = new CpuTime(100 * MILLI, 100 * MILLI);
    var after = new CpuTime(203 * MILLI, 210 * MILLI);

    assertThat(after.since(before)).isEqualTo(103 * MILLI);
  }

  @Test
  void where_threads_have_ended_the_whole_process_counts() {
    var before = new CpuTime(100 * MILLI, 100 * MILLI);
    var after = new CpuTime(150 * MILLI, 210 * MILLI);

    assertThat(after.since(before)).isEqualTo(110 * MILLI);
  }

  @Test
  void a_process_that_works_has_some() {
    var before = CpuTime.of(ProcessHandle.current().pid());
    long sum = 0;
    while (CpuTime.of(ProcessHandle.current().pid()).since(before) < 20 * MILLI) {
      sum++;
    }

    assertThat(sum).isPositive();
  }
}
