package diy.mesh.standalone.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.pod.Probe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbeTallyTest {

  private static final Probe PROBE =
      new Probe(
          new Probe.TcpSocket("", 80),
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1,
          3);

  @Test
  void one_success_is_enough() {
    var tally = new ProbeTally(PROBE, false);

    assertThat(tally.count(true)).isTrue();
    assertThat(tally.passing()).isTrue();
  }

  @Test
  void three_failures_in_a_row_are_a_failure() {
    var tally = new ProbeTally(PROBE, true);

    assertThat(tally.count(false)).isFalse();
    assertThat(tally.count(false)).isFalse();
    assertThat(tally.count(false)).isTrue();
    assertThat(tally.passing()).isFalse();
  }

  @Test
  void a_success_between_failures_forgives_them() {
    var tally = new ProbeTally(PROBE, true);

    tally.count(false);
    tally.count(false);
    tally.count(true);
    tally.count(false);

    assertThat(tally.passing()).isTrue();
  }
}
