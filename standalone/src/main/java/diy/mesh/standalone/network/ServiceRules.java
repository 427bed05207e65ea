package diy.mesh.standalone.network;

import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * kube-proxy's part: connections to a Service's address go to one of its endpoints.
 *
 * <p>Pure: from Services to all rules of the node's namespace, whole tables for one {@code
 * iptables-restore}, so that no connection meets half of a change.
 */
final class ServiceRules {

  private final StringBuilder jumps = new StringBuilder();
  private final StringBuilder chains = new StringBuilder();
  private final StringBuilder picks = new StringBuilder();
  private final StringBuilder hairpins = new StringBuilder();

  private ServiceRules() {}

  static String render(AddressRanges ranges, List<ServicePort> ports) {
    var rules = new ServiceRules();
    for (int i = 0; i < ports.size(); i++) {
      if (!ports.get(i).endpoints().isEmpty()) {
        rules.add("SERVICE-" + i, ports.get(i));
      }
    }
    ports.stream()
        .flatMap(port -> port.endpoints().stream())
        .map(Address::ip)
        .distinct()
        .forEach(pod -> rules.hairpin(pod, ranges.node()));
    return rules.nat() + filter(ranges.services());
  }

  private void add(String chain, ServicePort port) {
    chains.append(":%s - [0:0]\n".formatted(chain));
    jumps.append(
        "-A SERVICES -d %s/32 -p %s --dport %d -m comment --comment \"%s\" -j %s\n"
            .formatted(
                port.clusterAddress().getHostAddress(),
                port.protocol(),
                port.port(),
                port.name(),
                chain));
    int left = port.endpoints().size();
    for (Address endpoint : port.endpoints()) {
      // The n-th of those left takes one in n of what reaches it: the same share for all.
      String share =
          left == 1
              ? ""
              : String.format(
                  Locale.ROOT, "-m statistic --mode random --probability %.9f ", 1.0 / left);
      picks.append(
          "-A %s -p %s %s-j DNAT --to-destination %s\n"
              .formatted(chain, port.protocol(), share, endpoint));
      left--;
    }
  }

  /** A pod that reaches itself through a Service must not see its own address as the client's. */
  private void hairpin(InetAddress pod, InetAddress node) {
    hairpins.append(
        "-A POSTROUTING -s %1$s/32 -d %1$s/32 -j SNAT --to-source %2$s\n"
            .formatted(pod.getHostAddress(), node.getHostAddress()));
  }

  private String nat() {
    return """
    *nat
    :PREROUTING ACCEPT [0:0]
    :INPUT ACCEPT [0:0]
    :OUTPUT ACCEPT [0:0]
    :POSTROUTING ACCEPT [0:0]
    :SERVICES - [0:0]
    %s-A PREROUTING -j SERVICES
    -A OUTPUT -j SERVICES
    %s%s%sCOMMIT
    """
        .formatted(chains, jumps, picks, hairpins);
  }

  /** What no rule above led elsewhere has no endpoint: refuse it at once. */
  private static String filter(Cidr services) {
    return """
    *filter
    :INPUT ACCEPT [0:0]
    :FORWARD ACCEPT [0:0]
    :OUTPUT ACCEPT [0:0]
    -A FORWARD -d %1$s -p tcp -j REJECT --reject-with tcp-reset
    -A FORWARD -d %1$s -j REJECT
    -A OUTPUT -d %1$s -p tcp -j REJECT --reject-with tcp-reset
    -A OUTPUT -d %1$s -j REJECT
    COMMIT
    """
        .formatted(services);
  }
}
