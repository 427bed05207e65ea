package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user without any privilege, made for this test, plays the demo. */
@Tag("namespaces")
@Timeout(180)
class OrdinaryUserTest {

  private static final String USER = "mesh-tests-user";

  private boolean made;

  @BeforeEach
  void a_user_with_a_range_of_others() {
    assertThat(Path.of("/usr/bin/newuidmap"))
        .as("of the package uidmap; install it: sudo apt-get install uidmap")
        .exists();
    Command.run("useradd", "--no-create-home", USER).succeeded();
    made = true;
  }

  @AfterEach
  void no_user() {
    if (made) {
      Command.run("userdel", USER).succeeded();
    }
  }

  @Test
  void the_demo_runs_without_root_and_leaves_nothing() throws IOException {
    Command.meshctl("version").succeeded(); // builds what is stale
    var before = Leftovers.now();
    var foldersBefore = folders();

    var demo = asUser("./meshctl", "demo", "--requests", "60").succeeded();

    assertThat(demo.output()).contains("60 requests, 0 failed");
    assertThat(Leftovers.now()).isEqualTo(before);
    assertThat(folders()).isEqualTo(foldersBefore);
  }

  private static Command asUser(String... words) {
    // Shown at a place that everybody can enter: the checkout may lie in root's own folder.
    String there = "mount --bind . /mnt && cd /mnt && exec \"$@\"";
    var all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", there, "sh"));
    all.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER));
    all.addAll(List.of("--clear-groups", "--inh-caps", "-all"));
    all.addAll(List.of(words));
    return Command.run(all);
  }

  private static List<String> folders() throws IOException {
    try (var entries = Files.list(Path.of("/tmp"))) {
      return entries
          .map(Path::toString)
          .filter(name -> name.startsWith("/tmp/diy-mesh"))
          .sorted()
          .toList();
    }
  }
}
