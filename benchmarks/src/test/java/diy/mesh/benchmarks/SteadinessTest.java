package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SteadinessTest {

  @Test
  void what_gets_faster_and_faster_is_steady_only_when_it_no_longer_does() {
    var steadiness = new Steadiness();

    List<Boolean> said =
        Stream.of(90.0, 40.0, 20.0, 19.9, 20.0, 20.1).map(steadiness::add).toList();

    assertThat(said).containsExactly(false, false, false, false, false, true);
  }

  @Test
  void a_short_rest_is_not_the_end() {
    var steadiness = new Steadiness();

    List<Boolean> said = Stream.of(30.0, 30.0, 30.0, 20.0).map(steadiness::add).toList();

    assertThat(said).containsOnly(false);
  }
}
