package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntranceTest {

  private static final NodeSettings SETTINGS = NodeSettings.of(Path.of("/mesh"));
  private static final PodStatus POD =
      new PodStatus("demo", "app-a-1", "mesh-pod-1", "10.201.0.1", true, true, "");

  private final Entrance entrance = new Entrance(SETTINGS, 4711, side(false, 0));

  @Test
  void every_way_leads_through_the_nodes_first_process() {
    var ways = List.of(entrance.intoEnclosure(), entrance.intoNode(), entrance.intoPod(POD));

    assertThat(ways).allSatisfy(way -> assertThat(way).startsWith("nsenter", "--target", "4711"));
  }

  @Test
  void only_ordinary_users_enter_a_user_namespace() {
    assertThat(entrance.intoEnclosure()).doesNotContain("--user");
    assertThat(new Entrance(SETTINGS, 4711, side(false, 1000)).intoEnclosure()).contains("--user");
  }

  @Test
  void networks_are_found_by_path_from_outside_and_by_name_inside() {
    assertThat(entrance.network("mesh-node")).isEqualTo("/proc/4711/root/run/netns/mesh-node");
    assertThat(new Entrance(SETTINGS, 1, side(true, 0)).network("mesh-node"))
        .isEqualTo("mesh-node");
  }

  private static Side side(boolean inside, int user) {
    return new Side(inside, user, Path.of("/run/diy-mesh"));
  }
}
