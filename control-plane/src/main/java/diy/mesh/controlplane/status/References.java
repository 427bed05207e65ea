package diy.mesh.controlplane.status;

import diy.mesh.controlplane.snapshot.TargetBuilder;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteRule;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Whether what a route names is there, found by the very code that builds targets. */
final class References {

  private References() {}

  static Verdict of(MeshState state, Route route) {
    // Sentences, each once: most backends are unresolved on every port in the same way.
    Set<String> services = new LinkedHashSet<>();
    Set<String> backends = new LinkedHashSet<>();
    for (Route.Parent parent : route.parents()) {
      check(state, route, parent, services, backends);
    }
    if (!services.isEmpty()) {
      services.addAll(backends);
      return Verdict.bad("ServiceNotFound", String.join("; ", services));
    }
    return backends.isEmpty()
        ? Verdict.good("ResolvedRefs")
        : Verdict.bad("BackendNotFound", String.join("; ", backends));
  }

  private static void check(
      MeshState state,
      Route route,
      Route.Parent parent,
      Set<String> services,
      Set<String> backends) {
    Optional<Service> found = state.service(parent.service());
    if (found.isEmpty()) {
      services.add(
          "service %s: no such Service; create it, or correct the route"
              .formatted(parent.service()));
      return;
    }
    Service service = found.get();
    if (service.clusterIps().isEmpty()) {
      services.add(
          "service %s: has no cluster IP (expected: one that callers can use)"
              .formatted(parent.service()));
      return;
    }
    InetAddress ip = service.clusterIps().getFirst();
    boolean any = false;
    for (Service.Port port : service.ports()) {
      if (port.protocol() == Protocol.TCP && parent.has(port.number())) {
        any = true;
        route.rules().forEach(rule -> check(state, rule, port, ip, backends));
      }
    }
    if (!any) {
      services.add(
          "service %s: has no TCP port%s; correct the route"
              .formatted(
                  parent.service(),
                  parent.port().isPresent() ? " " + parent.port().getAsInt() : ""));
    }
  }

  private static void check(
      MeshState state, RouteRule rule, Service.Port port, InetAddress ip, Set<String> backends) {
    for (Backend backend : TargetBuilder.backends(state, rule, port, ip).backends()) {
      if (backend.state() instanceof Backend.Unresolved(var reason)) {
        backends.add("backend %s: %s".formatted(backend.service(), reason));
      }
    }
  }
}
