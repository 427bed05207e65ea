package diy.mesh.meshctl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageWordsTest {

  private static final Path ARCHIVE = Path.of("/tmp/a.tar");

  @Test
  void each_tool_builds_by_its_own_words() {
    assertThat(ImageTool.DOCKER.build("i:dev", Path.of("x"), Map.of("BASE", "debian")))
        .containsExactly(
            "docker", "build", "--quiet", "--build-arg", "BASE=debian", "--tag", "i:dev", "x");
    assertThat(ImageTool.BUILDAH.build("i:dev", Path.of("x"), Map.of()))
        .containsExactly(
            "buildah", "build", "--quiet", "--isolation", "chroot", "--tag", "i:dev", "x");
    assertThat(ImageTool.PODMAN.save("i:dev", ARCHIVE))
        .containsExactly(
            "podman", "save", "--format", "docker-archive", "--output", "/tmp/a.tar", "i:dev");
  }

  @Test
  void archives_go_where_they_are_to_go() {
    assertThat(LoadTarget.parse("kind").load(ARCHIVE))
        .containsExactly("kind", "load", "image-archive", "--name", "kind", "/tmp/a.tar");
    assertThat(LoadTarget.parse("kind:mine").load(ARCHIVE)).contains("mine");
    assertThat(LoadTarget.parse("containerd:/run/c.sock").load(ARCHIVE))
        .startsWith("ctr", "--address", "/run/c.sock", "--namespace", "k8s.io");
    assertThat(new LoadTarget.Program("sudo  load-image").load(ARCHIVE))
        .containsExactly("sudo", "load-image", "/tmp/a.tar");
    assertThat(new LoadTarget.Nowhere().load(ARCHIVE)).isEmpty();
  }

  @Test
  void another_place_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> LoadTarget.parse("minikube"))
        .hasMessage("'minikube' (expected: kind, kind:NAME, containerd or containerd:SOCKET)");
  }

  @ParameterizedTest
  @EnumSource
  void every_component_has_a_dockerfile_that_needs_no_network(Component component)
      throws Exception {
    String dockerfile = Files.readString(Path.of("..", component.folder(), "Dockerfile"));

    assertThat(dockerfile).contains("\nUSER ").doesNotContain("syntax=").doesNotContain("amd64");
    assertThat(dockerfile.lines().filter(line -> line.startsWith("RUN ")))
        .as("the only RUN trains the proxy's cache")
        .hasSize(component == Component.DATA_PLANE ? 1 : 0);
  }
}
