package diy.mesh.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnclosureTest {

  private static final Path STATE = Path.of("/run/diy-mesh");
  private static final Path SETTINGS = STATE.resolve("settings.properties");
  private static final Enclosure ROOTS = new Enclosure(STATE, false);
  private static final Enclosure USERS = new Enclosure(STATE, true);

  @Test
  void only_an_ordinary_user_needs_a_namespace_of_users() {
    assertThat(USERS.detached(SETTINGS, List.of("node")))
        .containsSequence("unshare", "--user", "--map-auto", "--map-root-user", "--net");
    assertThat(ROOTS.detached(SETTINGS, List.of("node")))
        .containsSequence("unshare", "--net")
        .doesNotContain("--user");
  }

  @Test
  void what_dies_with_its_starter_is_told_who_that_is() {
    assertThat(ROOTS.attached(SETTINGS, 4711, List.of("node")))
        .startsWith("setpriv", "--pdeathsig", "KILL")
        .containsSequence("/run/diy-mesh", "/run/diy-mesh/settings.properties", "4711", "unshare");
  }

  @Test
  void what_outlives_its_starter_has_a_session_of_its_own() {
    assertThat(ROOTS.detached(SETTINGS, List.of("node")))
        .startsWith("setsid")
        .containsSequence("/run/diy-mesh/settings.properties", "0", "unshare")
        .endsWith("sh", "/run/diy-mesh", "node");
  }

  @Test
  void the_state_is_removed_under_the_lock_only() {
    assertThat(ROOTS.removal())
        .containsExactly(
            "flock",
            "--timeout",
            "10",
            "/run/diy-mesh/daemon.lock",
            "rm",
            "-rf",
            "--",
            "/run/diy-mesh");
    assertThat(USERS.removal())
        .containsSubsequence("flock", "unshare", "--map-root-user", "rm", "/run/diy-mesh");
  }
}
