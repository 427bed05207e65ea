package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Endpoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is timed does what it is timed for. */
class DecisionBenchmarkTest {

  @Test
  void a_tenth_of_all_decisions_is_for_the_canary() {
    var benchmark = new DecisionBenchmark();
    benchmark.rules = 128;
    benchmark.compile();

    var decided = Stream.generate(benchmark::decide).limit(200).map(Endpoint::workload);

    assertThat(decided).filteredOn("app-b2-1"::equals).hasSize(20);
  }
}
