package diy.mesh.model.target;

import diy.mesh.model.route.RouteTable;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.ServiceName;
import java.util.List;

/** The control plane's answer to "what is behind this destination address?". */
public sealed interface Target {

  /**
   * A port of a Service.
   *
   * @param service its name
   * @param port the port callers use: 1 to 65535
   * @param rules as {@link RouteTable} asks them; never empty: a Service without a route has one of
   *     its own
   */
  record OfService(ServiceName service, int port, List<Rule> rules) implements Target {
    public OfService {
      rules = List.copyOf(rules);
      if (rules.isEmpty()) {
        throw new IllegalArgumentException(
            "rules: none for %s (expected: >= 1)".formatted(service));
      }
    }
  }

  /**
   * Nothing of the mesh's: connections pass through untouched.
   *
   * @param block this answer holds for every address in it, so it need not be asked for again
   */
  record NotOurs(Cidr block) implements Target {}
}
