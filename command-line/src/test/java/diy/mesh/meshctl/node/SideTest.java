package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideTest {

  @Test
  void roots_nodes_are_in_run_whatever_the_environment_says() {
    assertThat(Side.stateDirectory(0, Map.of("XDG_RUNTIME_DIR", "/run/user/1000")))
        .isEqualTo(Path.of("/run/diy-mesh"));
  }

  @Test
  void a_folder_that_is_not_the_users_own_is_not_used() {
    // There is none of that name, so it is nobody's.
    assertThat(Side.stateDirectory(4711, Map.of("XDG_RUNTIME_DIR", "/run/nobody-has-this")))
        .isEqualTo(Path.of("/tmp/diy-mesh-4711"));
  }

  @Test
  void a_folder_below_a_home_is_not_used_since_pods_could_not_enter_it() {
    assertThat(Side.stateDirectory(4711, Map.of("XDG_RUNTIME_DIR", "/srv/ann/run")))
        .isEqualTo(Path.of("/tmp/diy-mesh-4711"));
  }
}
