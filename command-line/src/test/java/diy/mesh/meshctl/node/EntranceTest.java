package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EntranceTest {

  private static final PodStatus POD =
      new PodStatus("demo", "app-a-1", "mesh-pod-1", "10.201.0.1", true, true, "");

  private final Entrance entrance = Entrance.of(NodeSettings.of(Path.of("/mesh")));

  @Test
  void the_proxys_user_sends_past_the_proxy() {
    var words = entrance.intoPodAsProxy(POD);

    assertThat(words)
        .contains("mesh-pod-1")
        .endsWith("--reuid=1337", "--regid=1337", "--clear-groups");
  }

  @Test
  void inside_the_node_nothing_runs_as_a_pods_user() {
    var words = entrance.intoNode();

    assertThat(words).contains("mesh-node").doesNotContain("setpriv");
  }
}
