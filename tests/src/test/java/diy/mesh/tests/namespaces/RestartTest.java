package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is killed of a living node comes back, and does again what it did before. */
@NamespaceTest
class RestartTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void a_killed_proxy_comes_back(Mesh mesh) {
    killed(() -> mesh.findProxyOf("stable"));

    assertThat(askStable(mesh)).startsWith("stable");
  }

  @Test
  void a_killed_app_comes_back(Mesh mesh) {
    killed(() -> mesh.findAppOf("stable"));

    assertThat(askStable(mesh)).startsWith("stable");
  }

  @Test
  void a_killed_control_plane_comes_back_and_tells_every_proxy_what_is_new(Mesh mesh) {
    mesh.apply(Routes.split("weights", 100, 0));
    killed(mesh::findControlPlane);

    mesh.apply(Routes.split("weights", 0, 100));

    // A proxy that has not come back yet is not waited for: it asks when it is back.
    awaitAnswer(mesh, "http://weights/who", "canary");
  }

  private static String askStable(Mesh mesh) {
    return mesh.curl("client", "--fail", "--retry", "20", "--retry-all-errors", "http://stable/who")
        .output();
  }

  private static void awaitAnswer(Mesh mesh, String url, String expected) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!mesh.curl("client", url).output().startsWith(expected)) {
      assertThat(System.nanoTime()).as("%s is not answered by %s", url, expected).isLessThan(end);
    }
  }

  /** Kills a process, and returns once another has taken its place. */
  private static void killed(Supplier<OptionalLong> process) {
    long before = process.get().orElseThrow(() -> new AssertionError("it does not run"));
    assertThat(ProcessHandle.of(before).orElseThrow().destroyForcibly()).isTrue();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      var next = process.get();
      if (next.isPresent() && next.getAsLong() != before) {
        return;
      }
    }
    throw new AssertionError("nothing has taken its place within " + LIMIT);
  }
}
