package diy.mesh.controlplane.snapshot;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a backend's name leads to. */
final class BackendState {

  private BackendState() {}

  /** For callers of {@code port} of the route's Service. */
  static Backend.State of(
      MeshState state, RouteBackend backend, Service.Port port, InetAddress ip) {
    Optional<Service> found = state.service(backend.service());
    if (found.isEmpty()) {
      return new Backend.Unresolved("no such Service; create it, or correct the route's backends");
    }
    Service service = found.get();
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      return new Backend.Unresolved(
          "type: ExternalName (expected: a Service with endpoints); name another backend");
    }
    return port(service, backend, port)
        .map(matched -> of(state, service, matched, ip))
        .orElseGet(() -> noPort(service, backend, port));
  }

  /** For callers of a port of the backend itself. */
  static Backend.State of(MeshState state, Service service, Service.Port port, InetAddress ip) {
    return new Backend.Resolved(ReadyEndpoints.of(state.slices(service.name()), port, ip));
  }

  /** By the number that the route says; else by the caller's number, its name, or the only one. */
  private static Optional<Service.Port> port(
      Service service, RouteBackend backend, Service.Port wanted) {
    List<Service.Port> ports =
        service.ports().stream().filter(port -> port.protocol() == Protocol.TCP).toList();
    if (backend.port().isPresent()) {
      int number = backend.port().getAsInt();
      return ports.stream().filter(port -> port.number() == number).findFirst();
    }
    return ports.stream()
        .filter(port -> port.number() == wanted.number())
        .findFirst()
        .or(() -> ports.stream().filter(port -> sameName(port, wanted)).findFirst())
        .or(() -> ports.size() == 1 ? Optional.of(ports.getFirst()) : Optional.empty());
  }

  private static boolean sameName(Service.Port one, Service.Port other) {
    return !one.name().isEmpty() && one.name().equals(other.name());
  }

  private static Backend.Unresolved noPort(
      Service service, RouteBackend backend, Service.Port wanted) {
    String asked =
        backend.port().isPresent()
            ? Integer.toString(backend.port().getAsInt())
            : wanted.toString();
    String ports =
        service.ports().stream().map(Service.Port::toString).collect(Collectors.joining(", "));
    return new Backend.Unresolved(
        "port: %s (expected: one of %s); say which with the backend's field port"
            .formatted(asked, ports.isEmpty() ? "none" : ports));
  }
}
