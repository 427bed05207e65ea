package diy.mesh.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Debian's package {@code haproxy}. */
record HaProxy(Templates templates) implements Peer {

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public Launch launch(Role role, int port, int target) throws IOException {
    String template =
        switch (role) {
          case ROUTER -> "haproxy-router.cfg";
          case DOOR -> "haproxy-door.cfg";
          case RELAY -> "haproxy-relay.cfg";
        };
    return new Launch(List.of("haproxy", "-f", templates.fill(template, port, target)), Map.of());
  }
}
