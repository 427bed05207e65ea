package diy.mesh.standalone.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.pod.ContainerSpec;
import diy.mesh.standalone.pod.ContainerSpec.Mount;
import diy.mesh.standalone.pod.ContainerSpec.Probes;
import diy.mesh.standalone.pod.ContainerSpec.Security;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxTest {

  private static final Sandbox SANDBOX =
      new Sandbox("netns", "app-a-1", Path.of("/run/diy/pods/p/volumes"), Path.of("/run/diy/app"));

  @Test
  void a_program_runs_as_the_containers_user_with_its_capabilities_alone() {
    var words = SANDBOX.words(container(), List.of("java", "-version"));

    assertThat(String.join(" ", words))
        .startsWith("setsid nsenter --net=/var/run/netns/netns unshare --mount --uts ")
        .endsWith(
            " /run/diy-mesh-etc/netns/resolv.conf /etc/resolv.conf -- setpriv --reuid 1337 --regid"
                + " 1337 --clear-groups --bounding-set -all,+net_admin --no-new-privs -- java"
                + " -version");
  }

  @Test
  void a_volume_is_seen_where_the_container_mounts_it() {
    var words = SANDBOX.words(container(new Mount("data", "/srv")), List.of("app"));

    assertThat(words).containsSequence("/run/diy/pods/p/volumes/data", "/srv", "--", "setpriv");
  }

  @Test
  void a_volume_over_our_own_folders_comes_last_and_shows_our_programs() {
    var container = container(new Mount("run", "/run"), new Mount("data", "/srv"));

    var words = SANDBOX.words(container, List.of("app"));

    assertThat(words)
        .containsSequence(
            "/run/diy/pods/p/volumes/data",
            "/srv",
            "/run/diy/app",
            "/run/diy/pods/p/volumes/run/diy/app",
            "/run/diy/pods/p/volumes/run",
            "/run",
            "--");
    assertThat(SANDBOX.keepers(container))
        .containsExactly(Path.of("/run/diy/pods/p/volumes/run/diy/app"));
  }

  private static ContainerSpec container(Mount... mounts) {
    return new ContainerSpec(
        "app",
        "image",
        List.of(),
        List.of(),
        "/",
        List.of(),
        List.of(),
        List.of(mounts),
        new Security(1337, 1337, List.of("net_admin"), false),
        new Probes(null, null, null),
        false);
  }
}
