package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.terminal.Terminal;
import diy.mesh.standalone.PodStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PodProgress progress =
      new PodProgress(Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

  @Test
  void a_file_gets_one_line_for_each_pod_that_is_ready() {
    progress.show(List.of(pod("app-a-1", false), pod("app-b-1", true)));
    progress.show(List.of(pod("app-a-1", true), pod("app-b-1", true)));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            app-b-1 is ready at 10.201.0.1, with a proxy
            app-a-1 is ready at 10.201.0.1, with a proxy
            """);
  }

  private static PodStatus pod(String name, boolean ready) {
    return new PodStatus("demo", name, "mesh-pod-1", "10.201.0.1", true, ready, "");
  }
}
