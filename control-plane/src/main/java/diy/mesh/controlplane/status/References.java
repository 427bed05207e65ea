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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what a route names is there, found by the very code that builds targets. */
final class References {

  /** Whose callers are asked about while a parent has none. */
  private static final Service.Port NO_PORT =
      new Service.Port("", 0, new Service.TargetPort.Numbered(0), Protocol.TCP, Optional.empty());

  private References() {}

  /** Why nobody can call a parent, and what would help; empty where it can be called. */
  static Optional<String> absence(MeshState state, Route.Parent parent) {
    Optional<Service> found = state.service(parent.service());
    if (found.isEmpty()) {
      return Optional.of(
          "service %s: no such Service; create it, or correct the route"
              .formatted(parent.service()));
    }
    if (found.get().clusterIps().isEmpty()) {
      return Optional.of(
          "service %s: has no cluster IP (expected: one that callers can use)"
              .formatted(parent.service()));
    }
    if (ports(found.get(), parent).isEmpty()) {
      return Optional.of(
          "service %s: has no TCP port%s; correct the route"
              .formatted(
                  parent.service(),
                  parent.port().isPresent() ? " " + parent.port().getAsInt() : ""));
    }
    return Optional.empty();
  }

  /**
   * What is wrong with the backends that callers of a parent are given; empty where all is well.
   */
  static String unresolved(MeshState state, Route route, Route.Parent parent) {
    Optional<Service> service = state.service(parent.service());
    List<Service.Port> ports = service.map(found -> ports(found, parent)).orElse(List.of());
    InetAddress ip =
        service.map(Service::clusterIps).orElse(List.of()).stream()
            .findFirst()
            .orElseGet(InetAddress::getLoopbackAddress);
    // Sentences, each once: most backends are unresolved on every port in the same way.
    Set<String> sentences = new LinkedHashSet<>();
    for (Service.Port port : ports.isEmpty() ? List.of(NO_PORT) : ports) {
      route.rules().forEach(rule -> check(state, rule, port, ip, sentences));
    }
    return String.join("; ", sentences);
  }

  private static List<Service.Port> ports(Service service, Route.Parent parent) {
    return service.ports().stream()
        .filter(port -> port.protocol() == Protocol.TCP && parent.has(port.number()))
        .toList();
  }

  private static void check(
      MeshState state, RouteRule rule, Service.Port port, InetAddress ip, Set<String> sentences) {
    for (Backend backend : TargetBuilder.backends(state, rule, port, ip).backends()) {
      if (backend.state() instanceof Backend.Unresolved(var reason)) {
        sentences.add("backend %s: %s".formatted(backend.service(), reason));
      }
    }
  }
}
