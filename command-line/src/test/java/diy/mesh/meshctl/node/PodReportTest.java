package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.PodStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodReportTest {

  @TempDir private Path state;

  @Test
  void a_pod_that_is_not_ready_comes_with_the_log_of_the_container_to_blame() throws Exception {
    var folder = Files.createDirectories(state.resolve("pods/demo.app-a-1"));
    Files.writeString(folder.resolve("app.log"), "starting\nPORT: 'x' (expected: 0 to 65535)\n");
    Files.writeString(folder.resolve("mesh-proxy.log"), "all is well\n");

    var lines = PodReport.complaints(state, List.of(pod(false, "app ended with 2"), pod(true, "")));

    assertThat(lines)
        .containsExactly(
            "pod demo/app-a-1 is not ready: app ended with 2",
            "  the end of %s/app.log:".formatted(folder),
            "    starting",
            "    PORT: 'x' (expected: 0 to 65535)");
  }

  @Test
  void a_pod_that_never_got_as_far_as_a_log_has_its_message_only() throws Exception {
    var lines = PodReport.complaints(state, List.of(pod(false, "image: unknown")));

    assertThat(lines).containsExactly("pod demo/app-a-1 is not ready: image: unknown");
  }

  private static PodStatus pod(boolean ready, String message) {
    return new PodStatus("demo", "app-a-1", "mesh-pod-1", "10.201.0.1", true, ready, message);
  }
}
