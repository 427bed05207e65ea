package diy.mesh.model.route;

import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import java.util.List;

/**
 * One of the places a rule shares its traffic between.
 *
 * @param service what the rule names
 * @param weight its share of the sum of all weights: 0 or more
 * @param state what became of the name when the target was built
 */
public record Backend(ServiceName service, int weight, State state) {

  /** Whether a backend's name led to endpoints. */
  public sealed interface State {}

  /**
   * The name is known.
   *
   * @param endpoints those that take traffic now; may be empty
   */
  public record Resolved(List<Endpoint> endpoints) implements State {
    public Resolved {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * The name leads nowhere: the backend's share of requests is answered 500.
   *
   * @param reason why, for people to read
   */
  public record Unresolved(String reason) implements State {}

  public Backend {
    if (weight < 0) {
      throw new IllegalArgumentException("weight: %d (expected: >= 0)".formatted(weight));
    }
  }

  /** A backend that leads to these endpoints. */
  public static Backend of(ServiceName service, int weight, List<Endpoint> endpoints) {
    return new Backend(service, weight, new Resolved(endpoints));
  }
}
