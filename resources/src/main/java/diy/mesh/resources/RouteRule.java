package diy.mesh.resources;

import diy.mesh.model.route.RequestMatch;
import java.util.List;

/**
 * A part of a route.
 *
 * @param matches which requests it takes: those that any of these describes; never empty
 * @param backends who serves them, in the order written
 */
public record RouteRule(List<RequestMatch> matches, List<RouteBackend> backends) {

  public RouteRule {
    matches = List.copyOf(matches);
    backends = List.copyOf(backends);
  }
}
