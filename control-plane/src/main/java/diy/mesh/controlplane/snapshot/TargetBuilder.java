package diy.mesh.controlplane.snapshot;

import diy.mesh.controlplane.state.AttachedRule;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.RouteRule;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
   * The backends that a rule gives callers of one port of a Service.
   *
   * @param ip the address they call: its endpoints are of the same family where there are any
   */
  public static WeightedBackends backends(
      MeshState state, RouteRule rule, Service.Port port, InetAddress ip) {
    var backends =
        rule.backends().stream()
            .map(
                backend ->
                    new Backend(
                        backend.service(),
                        backend.weight(),
                        BackendState.of(state, backend, port, ip)))
            .toList();
    return new WeightedBackends(backends);
  }

  private static Optional<Target.OfService> ofService(
      MeshState state, Service service, Address address) {
    return service.ports().stream()
        .filter(port -> port.number() == address.port() && port.protocol() == Protocol.TCP)
        .findFirst()
        .map(port -> rules(state, service, port, address.ip()))
        .map(rules -> new Target.OfService(service.name(), address.port(), rules));
  }

  /** The routes' rules, and one of the Service's own for what they leave to it. */
  private static List<Rule> rules(
      MeshState state, Service service, Service.Port port, InetAddress ip) {
    var rules = new ArrayList<Rule>();
    boolean restIsServices = true;
    for (var attached : AttachedRule.of(state, service.name(), OptionalInt.of(port.number()))) {
      if (!attached.matches().isEmpty()) {
        restIsServices &= attached.route().leavesRestToService();
        rules.add(
            new Rule(
                attached.route().origin(),
                attached.matches(),
                backends(state, attached.rule(), port, ip)));
      }
    }
    if (restIsServices && rules.stream().noneMatch(Rule::isForAny)) {
      rules.add(only(service, BackendState.of(state, service, port, ip)));
    }
    return rules;
  }

  private static Rule only(Service service, Backend.State state) {
    var itself = new Backend(service.name(), 1, state);
    return new Rule(service.origin(), new WeightedBackends(List.of(itself)));
  }
}
