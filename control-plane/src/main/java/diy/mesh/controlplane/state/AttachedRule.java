package diy.mesh.controlplane.state;

import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A rule of a route that decides some of a Service's requests.
 *
 * @param matches those that no older rule has: of equals the first one decides; may be empty
 * @param losses who has the others
 */
public record AttachedRule(
    Route route, RouteRule rule, List<RequestMatch> matches, List<Route> losses) {

  public AttachedRule {
    matches = List.copyOf(matches);
    losses = List.copyOf(losses);
  }

  /**
   * The rules of all routes for a Service, those of the oldest route first.
   *
   * @param port of the Service; empty for whatever any of its ports has
   */
  public static List<AttachedRule> of(MeshState state, ServiceName service, OptionalInt port) {
    var attached = new ArrayList<AttachedRule>();
    Map<RequestMatch, Route> owners = new HashMap<>();
    for (Route route : state.routesOf(service)) {
      if (isFor(route, service, port)) {
        route.rules().forEach(rule -> attached.add(attach(route, rule, owners)));
      }
    }
    return attached;
  }

  private static AttachedRule attach(Route route, RouteRule rule, Map<RequestMatch, Route> owners) {
    var matches = new ArrayList<RequestMatch>();
    var losses = new ArrayList<Route>();
    for (RequestMatch match : rule.matches()) {
      Route owner = owners.putIfAbsent(match, route);
      if (owner == null) {
        matches.add(match);
      } else {
        losses.add(owner);
      }
    }
    return new AttachedRule(route, rule, matches, losses);
  }

  private static boolean isFor(Route route, ServiceName service, OptionalInt port) {
    return route.parents().stream()
        .anyMatch(
            parent ->
                parent.service().equals(service)
                    && (port.isEmpty() || parent.has(port.getAsInt())));
  }
}
