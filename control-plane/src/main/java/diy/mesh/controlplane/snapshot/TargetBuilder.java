package diy.mesh.controlplane.snapshot;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is behind an address, in one state of the mesh. */
public final class TargetBuilder {

  private TargetBuilder() {}

  /** The answer to a proxy that asked for this address. */
  public static Target build(MeshState state, Address address) {
    // A Service's address with a port it does not have is a block of its own: the one address.
    return state
        .serviceAt(address.ip())
        .<Target>flatMap(service -> ofService(state, service, address))
        .orElseGet(() -> new Target.NotOurs(state.blockWithoutServices(address.ip())));
  }

  /** The services of which a change may change this answer; a new address may, too. */
  public static Set<ServiceName> dependencies(MeshState state, Address address, Target target) {
    var dependencies = new HashSet<ServiceName>();
    state.serviceAt(address.ip()).map(Service::name).ifPresent(dependencies::add);
    if (target instanceof Target.OfService(_, _, var rules)) {
      for (Rule rule : rules) {
        rule.backends().backends().forEach(backend -> dependencies.add(backend.service()));
      }
    }
    return dependencies;
  }

  /**
   * The rule that a route makes for callers of one port of its Service.
   *
   * @param ip the address they call: its endpoints are of the same family where there are any
   */
  public static Rule rule(MeshState state, CanaryRoute route, Service.Port port, InetAddress ip) {
    var backends =
        route.backends().stream()
            .map(
                backend ->
                    new Backend(
                        backend.service(),
                        backend.weight(),
                        BackendState.of(state, backend, port, ip)))
            .toList();
    return new Rule(route.origin(), new WeightedBackends(backends));
  }

  private static Optional<Target.OfService> ofService(
      MeshState state, Service service, Address address) {
    return service.ports().stream()
        .filter(port -> port.number() == address.port() && port.protocol() == Protocol.TCP)
        .findFirst()
        .map(port -> rule(state, service, port, address.ip()))
        .map(rule -> new Target.OfService(service.name(), address.port(), List.of(rule)));
  }

  private static Rule rule(MeshState state, Service service, Service.Port port, InetAddress ip) {
    return state
        .routeOf(service.name())
        .map(route -> rule(state, route, port, ip))
        .orElseGet(() -> only(service, BackendState.of(state, service, port, ip)));
  }

  private static Rule only(Service service, Backend.State state) {
    var itself = new Backend(service.name(), 1, state);
    return new Rule(service.origin(), new WeightedBackends(List.of(itself)));
  }
}
