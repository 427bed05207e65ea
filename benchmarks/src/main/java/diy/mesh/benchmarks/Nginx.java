package diy.mesh.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Debian's package {@code nginx}. */
record Nginx(Templates templates) implements Peer {

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public boolean takes(Role role) {
    return role != Role.RELAY;
  }

  @Override
  public Launch launch(Role role, int port, int target) throws IOException {
    String template =
        switch (role) {
          case ROUTER -> "nginx-router.conf";
          case DOOR -> "nginx-door.conf";
          case RELAY -> throw new IllegalArgumentException("nginx without its stream module");
        };
    return command(templates.fill(template, port, target));
  }

  static Launch command(String config) {
    return new Launch(List.of("nginx", "-e", "stderr", "-c", config), Map.of());
  }
}
