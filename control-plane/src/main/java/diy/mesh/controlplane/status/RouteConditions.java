package diy.mesh.controlplane.status;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.controlplane.stream.Uptake;
import diy.mesh.model.service.Address;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Route;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a status says of a route and a Service that it is for. Pure. */
final class RouteConditions {

  /** More names than this help nobody. */
  private static final int MOST_NAMES = 3;

  private RouteConditions() {}

  /** All three, whatever there is to say. */
  static List<Condition> of(Standing standing, Uptake uptake) {
    return List.of(
        condition("Accepted", standing.accepted(), "in force"),
        condition(
            "ResolvedRefs",
            standing.resolved(),
            standing.resolved().holds()
                ? "every Service it names is there"
                : "not known while it is not accepted"),
        programmed(standing.accepted(), uptake));
  }

  /** The addresses of a Service that routes decide about: who subscribes to one uses them. */
  static Set<Address> addresses(MeshState state, Route.Parent parent) {
    var addresses = new LinkedHashSet<Address>();
    Optional<Service> service = state.service(parent.service());
    for (InetAddress ip : service.map(Service::clusterIps).orElse(List.of())) {
      service.orElseThrow().ports().stream()
          .filter(port -> port.protocol() == Protocol.TCP && parent.has(port.number()))
          .forEach(port -> addresses.add(new Address(ip, port.number())));
    }
    return addresses;
  }

  private static Condition condition(String type, Verdict verdict, String otherwise) {
    return new Condition(
        type,
        verdict.holds(),
        verdict.reason(),
        verdict.message().isEmpty() ? otherwise : verdict.message());
  }

  private static Condition programmed(Verdict accepted, Uptake uptake) {
    if (!accepted.holds()) {
      return programmed(false, accepted.reason(), "not in force: see Accepted");
    }
    if (uptake.proxies() == 0) {
      return programmed(
          true, "NoProxies", "no proxy calls its Service now; the first that does gets it at once");
    }
    String using = "%d of %d proxies use it".formatted(uptake.using(), uptake.proxies());
    if (!uptake.refusals().isEmpty()) {
      return programmed(
          false,
          "Refused",
          "%s; refused by %s; the others serve by it, these by what was before: correct the route,"
                  .formatted(using, some(uptake.refusals()))
              + " or update these proxies");
    }
    if (!uptake.waiting().isEmpty()) {
      return programmed(
          false, "Pending", "%s; waiting for %s".formatted(using, some(uptake.waiting())));
    }
    return programmed(true, "Programmed", using);
  }

  private static Condition programmed(boolean holds, String reason, String message) {
    return new Condition("Programmed", holds, reason, message);
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? first
        : "%s and %d more".formatted(first, names.size() - MOST_NAMES);
  }
}
