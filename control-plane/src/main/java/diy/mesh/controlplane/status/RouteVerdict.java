package diy.mesh.controlplane.status;

import diy.mesh.controlplane.snapshot.TargetBuilder;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a route fares.
 *
 * @param accepted it decides its Service's traffic; not so where an older route does
 * @param resolved everything it names leads somewhere
 * @param message what is wrong and what would help; empty where all is well
 */
public record RouteVerdict(CanaryRoute route, boolean accepted, boolean resolved, String message) {

  /** The verdicts on all routes, by the Service they are for, the oldest first. */
  public static List<RouteVerdict> of(MeshState state) {
    return state.routes().map(route -> of(state, route)).toList();
  }

  private static RouteVerdict of(MeshState state, CanaryRoute route) {
    var remarks = new ArrayList<String>();
    Optional<CanaryRoute> conflict =
        state.routeOf(route.service()).filter(winner -> !winner.equals(route));
    conflict.ifPresent(
        winner ->
            remarks.add(
                "conflicts with %s, which is older; remove one of them"
                    .formatted(winner.origin())));
    Set<String> unresolved = unresolved(state, route);
    remarks.addAll(unresolved);
    if (route.backends().stream().allMatch(backend -> backend.weight() == 0)) {
      remarks.add("all weights are 0: every request is refused; give one backend a weight");
    }
    return new RouteVerdict(
        route, conflict.isEmpty(), unresolved.isEmpty(), String.join("; ", remarks));
  }

  /** Sentences, each once: most backends are unresolved on every port in the same way. */
  private static Set<String> unresolved(MeshState state, CanaryRoute route) {
    Optional<Service> parent = state.service(route.service());
    if (parent.isEmpty()) {
      return Set.of(
          "service %s: no such Service; create it, or correct spec.service"
              .formatted(route.service()));
    }
    if (parent.get().clusterIps().isEmpty()) {
      return Set.of(
          "service %s: has no cluster IP (expected: one that callers can use)"
              .formatted(route.service()));
    }
    var unresolved = new LinkedHashSet<String>();
    InetAddress ip = parent.get().clusterIps().getFirst();
    for (Service.Port port : parent.get().ports()) {
      if (port.protocol() == Protocol.TCP) {
        addUnresolved(TargetBuilder.rule(state, route, port, ip), unresolved);
      }
    }
    return unresolved;
  }

  private static void addUnresolved(Rule rule, Set<String> unresolved) {
    for (Backend backend : rule.backends().backends()) {
      if (backend.state() instanceof Backend.Unresolved(var reason)) {
        unresolved.add("backend %s: %s".formatted(backend.service(), reason));
      }
    }
  }
}
