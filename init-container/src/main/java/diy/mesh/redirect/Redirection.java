package diy.mesh.redirect;

import diy.mesh.model.service.Cidr;
import diy.mesh.model.workload.ProxyPorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules we want in one family: for each of our chains its rules, in order. A chain that is not
 * among them is not wanted, nor is a jump to it.
 */
record Redirection(Map<MeshChain, List<Rule>> chains) {

  /** Nothing of ours: what {@code --remove} wants. */
  static final Redirection NONE = new Redirection(Map.of());

  Redirection {
    var copy = new EnumMap<MeshChain, List<Rule>>(MeshChain.class);
    for (var chain : chains.entrySet()) {
      copy.put(chain.getKey(), List.copyOf(chain.getValue()));
    }
    chains = Collections.unmodifiableMap(copy);
  }

  /** The whole redirection of a pod with these settings. */
  static Redirection of(Settings settings, IpFamily family) {
    return new Redirection(
        Map.of(
            MeshChain.PROXY_INBOUND, inbound(settings),
            MeshChain.PROXY_OUTBOUND, outbound(settings, family)));
  }

  /** The rules that a chain shall have; empty where the chain shall not be. */
  Optional<List<Rule>> rules(MeshChain chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  private static List<Rule> inbound(Settings settings) {
    var rules = new ArrayList<Rule>();
    rules.add(Rule.of("-i lo -j RETURN"));
    rules.add(skipPort(ProxyPorts.ADMIN)); // a kubelet's probes of the proxy itself
    for (int port : settings.skipInboundPorts()) {
      rules.add(skipPort(port));
    }
    rules.add(redirectTo(ProxyPorts.INBOUND));
    return rules;
  }

  private static List<Rule> outbound(Settings settings, IpFamily family) {
    var rules = new ArrayList<Rule>();
    // An app that calls its own pod's address goes over lo too: it talks to itself.
    rules.add(Rule.of("-o lo -j RETURN"));
    rules.add(Rule.of("-d " + family.loopback() + " -j RETURN"));
    // Either will do: a proxy that lost one of the two must not be fed its own connections.
    rules.add(Rule.of("-m owner --uid-owner " + ProxyPorts.USER_ID + " -j RETURN"));
    rules.add(Rule.of("-m owner --gid-owner " + ProxyPorts.USER_ID + " -j RETURN"));
    for (int port : settings.skipOutboundPorts()) {
      rules.add(skipPort(port));
    }
    for (Cidr block : settings.skipOutboundCidrs()) {
      if (family.holds(block)) {
        rules.add(Rule.of("-d " + block + " -j RETURN"));
      }
    }
    rules.add(redirectTo(ProxyPorts.OUTBOUND));
    return rules;
  }

  private static Rule skipPort(int port) {
    return Rule.of("-p tcp -m tcp --dport " + port + " -j RETURN");
  }

  private static Rule redirectTo(int port) {
    return Rule.of("-p tcp -j REDIRECT --to-ports " + port);
  }
}
