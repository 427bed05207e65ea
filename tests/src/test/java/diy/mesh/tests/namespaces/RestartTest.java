package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A proxy of a living node that is killed comes back, and its pod serves again. */
@NamespaceTest
class RestartTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void a_killed_proxy_comes_back(Mesh mesh) throws Exception {
    long killed = mesh.proxyOf("stable");

    ProcessHandle.of(killed).orElseThrow().destroyForcibly();

    assertThat(nextProxy(mesh, killed)).isNotEqualTo(killed);
    assertThat(mesh.curl("client", "--retry", "20", "--retry-all-errors", "http://stable/who"))
        .extracting(Command::output)
        .asString()
        .startsWith("stable");
  }

  private static long nextProxy(Mesh mesh, long killed) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      var next = mesh.findProxyOf("stable");
      if (next.isPresent() && next.getAsLong() != killed && mesh.pod("stable").ready()) {
        return next.getAsLong();
      }
    }
    throw new AssertionError("no new proxy within " + LIMIT);
  }
}
