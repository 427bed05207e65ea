package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a change of weights takes to reach a proxy: reported, since it depends on the machine.
 */
@NamespaceTest
class ChangeSpeedTest {

  private static final int CHANGES = 31;

  @Test
  void a_change_of_weights_reaches_the_proxy_soon(Mesh mesh, @TempDir Path folder)
      throws Exception {
    mesh.curl("client", "http://speed/who");
    Path file = folder.resolve("speed.yaml");
    var took = new ArrayList<Duration>();

    var controlPlane = ControlPlane.of(mesh.settings());
    for (int change = 0; change < CHANGES; change++) {
      Files.writeString(file, Routes.split("speed", 100 - change, change));
      var written = Instant.now();
      var applied = mesh.objects().apply(file).getFirst();
      var answer = controlPlane.applied(applied.file(), applied.sha256(), Duration.ofSeconds(10));
      assertThat(answer.inEffect()).as("%s", answer).isTrue();
      took.add(answer.since(written));
    }

    took.sort(null);
    IO.println(
        "REPORT weights written to last proxy's ACK: median %d ms (aim: 50), slowest %d ms"
            .formatted(took.get(CHANGES / 2).toMillis(), took.getLast().toMillis()));
    assertThat(took.get(CHANGES / 2)).isLessThan(Duration.ofSeconds(2));
  }
}
