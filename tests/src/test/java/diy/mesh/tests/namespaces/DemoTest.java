package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's first command. */
@Tag("namespaces")
@Timeout(180)
class DemoTest {

  @Test
  void the_demo_moves_the_traffic_loses_nothing_and_leaves_nothing() throws Exception {
    var before = Leftovers.now();

    var demo = Command.meshctl("demo", "--requests", "300", "--output", "json").succeeded();

    IO.println("REPORT " + demo.lines().getLast());
    var result = new ObjectMapper().readTree(demo.lines().getLast());
    assertThat(result.path("requests").asInt()).isEqualTo(300);
    assertThat(result.path("failed").asInt(-1)).isZero();
    assertThat(result.path("phases")).hasSize(3);
    assertPhase(result.path("phases").get(0), 90, 10);
    assertPhase(result.path("phases").get(1), 50, 50);
    assertPhase(result.path("phases").get(2), 0, 100);
    assertThat(Leftovers.now()).isEqualTo(before);
  }

  private static void assertPhase(JsonNode phase, int stable, int canary) {
    assertThat(phase.path("weights").path("app-b").asInt()).isEqualTo(stable);
    assertThat(phase.path("weights").path("app-b2").asInt()).isEqualTo(canary);
    // Traffic flows while the weights move: a few of a phase's last requests follow the next ones.
    double answered =
        phase.path("counts").path("app-b").asInt() + phase.path("counts").path("app-b2").asInt();
    double share = 100 * phase.path("counts").path("app-b2").asInt() / answered;
    assertThat(share).isCloseTo(canary, within(stable == 0 ? 0.0 : 10.0));
    assertThat(phase.path("convergedMillis").isNumber()).isTrue();
  }
}
