package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.network.AddressRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in itself is refused with file and line, and the last good state serves. */
@NamespaceTest
class BadManifestsTest {

  private static final String GOOD = Routes.split("refused", 0, 100);

  @BeforeEach
  void a_good_route_serves(Mesh mesh) {
    mesh.apply(GOOD);
    assertThat(mesh.curl("client", "http://refused/who").output()).startsWith("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "'weight: 100', 'weight: -1', 8",
    "'weight: 100', 'weight: many', 8",
    "'weight: 100', 'weight: 1.5', 8",
    "'weight: 100', 'weight: 1000001', 8",
    "'weight: 100', 'wieght: 100', 8",
    "'service: canary', 'service: stable', 8",
    "'backends:', 'backends: [', 0",
  })
  void a_wrong_route_is_refused_with_its_line(String right, String wrong, int line, Mesh mesh) {
    var refused = mesh.tryApply("wrong.yaml", GOOD.replace(right, wrong));

    assertThat(refused.exitCode()).as("%s", refused).isNotZero();
    assertThat(refused.errors()).contains(line == 0 ? "wrong.yaml:" : "wrong.yaml:" + line);
    assertThat(mesh.curl("client", "http://refused/who").output()).startsWith("canary");
  }

  @Test
  void the_same_name_twice_is_refused(Mesh mesh) {
    var refused = mesh.tryApply("twice.yaml", GOOD + "---\n" + GOOD);

    assertThat(refused.exitCode()).as("%s", refused).isNotZero();
    assertThat(refused.errors()).contains("twice.yaml:").contains("refused");
    assertThat(mesh.curl("client", "http://refused/who").output()).startsWith("canary");
  }

  @Test
  void a_file_broken_behind_the_nodes_back_changes_nothing_and_is_named(Mesh mesh)
      throws Exception {
    Path file = mesh.objects().folder().resolve("CanaryRoute.scenes.refused.yaml");
    String good = Files.readString(file);

    replace(file, good.replace("weight: 100", "weight: [100"));
    var applied = mesh.awaitTaken(file);

    assertThat(applied.problems()).isNotEmpty();
    var sources = mesh.curl("client", controlPlane("sources")).output();
    assertThat(sources).contains("CanaryRoute.scenes.refused.yaml").contains("\"line\":");
    assertThat(mesh.curl("client", "http://refused/who").output()).startsWith("canary");
    replace(file, good);
    assertThat(mesh.awaitTaken(file).problems()).isEmpty();
  }

  /** As editors and the node do it: a reader sees the old content or the new. */
  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling("../tests-next.yaml").normalize();
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String controlPlane(String page) {
    return "http://%s:15014/%s".formatted(AddressRanges.DEFAULT.node().getHostAddress(), page);
  }
}
