package diy.mesh.controlplane.admin;

import diy.mesh.controlplane.snapshot.TargetBuilder;
import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Address;
import diy.mesh.model.target.Target;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of {@code /targets}: what every proxy would be told of each port of each Service. */
record TargetsAnswer(List<One> targets) {

  /**
   * A Service's address and port.
   *
   * @param version what a proxy acknowledges that holds exactly this
   * @param origin where the rule was written
   * @param match which requests it takes
   */
  record One(
      String service,
      String address,
      String version,
      String kind,
      String resource,
      String origin,
      String match,
      List<Share> backends) {}

  /**
   * @param endpoints how many take traffic
   * @param unresolved why the name leads nowhere; null where it does not
   */
  record Share(String service, int weight, int endpoints, @Nullable String unresolved) {}

  /** Made by the very code that makes what is streamed. */
  static TargetsAnswer of(MeshState state) {
    var targets = new ArrayList<One>();
    for (Service service : (Iterable<Service>) state.services()::iterator) {
      for (InetAddress ip : service.clusterIps()) {
        for (Service.Port port : service.ports()) {
          if (port.protocol() == Protocol.TCP) {
            add(state, new Address(ip, port.number()), targets);
          }
        }
      }
    }
    return new TargetsAnswer(List.copyOf(targets));
  }

  private static void add(MeshState state, Address address, List<One> targets) {
    Target target = TargetBuilder.build(state, address);
    if (target instanceof Target.OfService(var service, var _, var rules)) {
      String version = VersionedTarget.of(target).version();
      for (Rule rule : rules) {
        targets.add(
            new One(
                service.toString(),
                address.toString(),
                version,
                rule.origin().kind(),
                rule.origin().resource(),
                Answers.place(rule.origin()),
                rule.conditions(),
                rule.backends().backends().stream().map(TargetsAnswer::share).toList()));
      }
    }
  }

  private static Share share(Backend backend) {
    String service = backend.service().toString();
    return switch (backend.state()) {
      case Backend.Resolved(var endpoints) ->
          new Share(service, backend.weight(), endpoints.size(), null);
      case Backend.Unresolved(var why) -> new Share(service, backend.weight(), 0, why);
    };
  }
}
