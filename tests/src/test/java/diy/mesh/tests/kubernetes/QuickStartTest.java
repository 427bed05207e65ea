package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands of the chapter on Kubernetes, from where the mesh is installed. */
@KubernetesTest
class QuickStartTest {

  private static final Path HOME = Path.of("..");
  private static final int CALLS = 100;

  @AfterEach
  void the_apps_are_taken_away() throws Exception {
    Kubectl.run("delete", "namespace", "demo", "--ignore-not-found", "--wait=false");
  }

  @Test
  void it_leads_to_a_split_on_screen() throws Exception {
    InstalledMesh.awaitPlanes();
    var blocks = Files.readString(HOME.resolve("docs/book/11-kubernetes.md")).split("```", -1);
    var commands =
        blocks[1].lines().map(String::strip).filter(line -> line.startsWith("kubectl ")).toList();
    assertThat(commands).hasSize(5);

    String shown = commands.stream().map(QuickStartTest::run).toList().getLast();

    assertThat(withoutAge(shown)).isEqualTo(withoutAge(blocks[3]));
    String ip =
        Kubectl.run("get", "service", "app-a", "-n", "demo", "-o", "jsonpath={.spec.clusterIP}");
    try (var callers = Callers.of("http://" + ip + "/")) {
      long second = callers.next(CALLS).stream().filter(each -> each.contains("v2")).count();
      assertThat(100.0 * second / CALLS).isCloseTo(10, within(5.0));
    }
  }

  private static List<List<String>> withoutAge(String table) {
    return table
        .strip()
        .lines()
        .map(line -> List.of(line.strip().split(" {2,}", -1)))
        .map(cells -> cells.subList(0, cells.size() - 1))
        .toList();
  }

  private static String run(String command) {
    try {
      var process =
          new ProcessBuilder("bash", "-c", command)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
      return text;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command, e);
    }
  }
}
