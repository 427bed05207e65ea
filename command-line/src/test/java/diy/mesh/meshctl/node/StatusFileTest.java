package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {

  @TempDir private Path state;

  @Test
  void pods_are_read_as_the_node_wrote_them() throws Exception {
    Files.writeString(
        state.resolve("status.json"),
        """
        {"pods": [{"namespace": "demo", "name": "app-a-1", "netns": "mesh-pod-1",
          "address": "10.201.0.1", "injected": true, "ready": false, "message": "starting"}]}
        """);

    var pods = StatusFile.read(state);

    assertThat(pods)
        .containsExactly(
            new PodStatus("demo", "app-a-1", "mesh-pod-1", "10.201.0.1", true, false, "starting"));
  }

  @Test
  void before_the_node_says_anything_there_are_no_pods() throws Exception {
    assertThat(StatusFile.read(state)).isEmpty();
  }

  @Test
  void a_file_of_another_kind_is_refused() throws Exception {
    Files.writeString(state.resolve("status.json"), "pods: none");

    assertThatThrownBy(() -> StatusFile.read(state))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("status.json is not what a node writes");
  }

  @Test
  void a_node_is_settled_only_on_the_objects_it_has_looked_at() throws Exception {
    Files.writeString(
        state.resolve("status.json"), "{\"pods\": [], \"objects\": \"new\", \"settled\": true}");

    assertThat(StatusFile.isSettled(state, "new")).isTrue();
    assertThat(StatusFile.isSettled(state, "newer")).isFalse();
  }
}
