package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void quick_takes_fewer_and_shorter_windows() {
    var usual = Options.parse(List.of());

    var quick = Options.parse(List.of("--quick", "--output", "json"));

    assertThat(quick.rounds()).isLessThan(usual.rounds());
    assertThat(quick.seconds()).isLessThan(usual.seconds());
    assertThat(quick.json()).isTrue();
    assertThat(quick.envoy()).isNull();
  }

  @Test
  void what_is_said_counts_more_than_quick() {
    var options = Options.parse(List.of("--rounds", "1", "--quick", "--seconds", "9"));

    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.seconds()).isEqualTo(9);
  }

  @Test
  void what_is_not_known_is_refused_with_what_is() {
    assertRefused("--fast is unknown; usage: benchmarks/run [--quick]", "--fast");
    assertRefused("--rounds has no value", "--rounds");
    assertRefused("--rounds: 0 (expected: a whole number from 1 to 999)", "--rounds", "0");
    assertRefused("--output: yaml (expected: text or json)", "--output", "yaml");
  }

  private static void assertRefused(String message, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of(words)))
        .withMessageContaining(message);
  }
}
