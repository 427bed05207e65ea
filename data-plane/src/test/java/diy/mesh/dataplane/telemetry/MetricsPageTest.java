package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");

  @Test
  void the_page_says_what_the_proxy_counts() throws IOException {
    String made = MetricsPage.render();

    if (System.getProperty("page", "").equals("write")) {
      Files.writeString(PAGE, made);
    }

    assertThat(Files.readString(PAGE))
        .as("docs/metrics.md says how to write it anew")
        .isEqualTo(made);
  }
}
