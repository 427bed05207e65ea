package diy.mesh.tests.namespaces;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights are exact over every deck of a hundred requests, not only likely. */
@NamespaceTest
class WeightsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99, 100})
  void a_canary_gets_exactly_its_share(int weight, Mesh mesh) {
    mesh.apply(Routes.split("weights", 100 - weight, weight));

    var answers = mesh.curl("client", "http://weights/who?[1-300]").lines();

    var expected = new HashMap<>(Map.of("stable", 3L * (100 - weight), "canary", 3L * weight));
    expected.values().removeIf(count -> count == 0);
    assertThat(answers.stream().collect(groupingBy(WeightsTest::version, counting())))
        .isEqualTo(expected);
  }

  private static String version(String answer) {
    return answer.split(" ", 2)[0];
  }
}
