package diy.mesh.standalone.network;

import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The node's own network namespace, in the middle of all pods' links. It has no link to the
 * machine's network: what is not for a pod, a Service or the node is refused at once. From any
 * thread.
 */
public final class NodeNetwork {

  private static final Map<String, String> NODE_SETTINGS =
      Map.of(
          "net/ipv4/ip_forward", "1",
          // A pod that talks to itself through a Service is no reason to teach it a shorter way.
          "net/ipv4/conf/default/send_redirects", "0",
          "net/ipv4/conf/all/send_redirects", "0");

  // As container runtimes do: apps may listen on port 80 without being root.
  private static final Map<String, String> POD_SETTINGS =
      Map.of("net/ipv4/ip_unprivileged_port_start", "0");

  private final String node;
  private final AddressRanges ranges;

  private NodeNetwork(String node, AddressRanges ranges) {
    this.node = node;
    this.ranges = ranges;
  }

  /**
   * Makes the node's namespace.
   *
   * @param node its name
   */
  public static NodeNetwork create(String node, AddressRanges ranges)
      throws IOException, InterruptedException {
    var network = new NodeNetwork(node, ranges);
    network.makeNamespace(node);
    // A Service's address must lead somewhere before its rules may lead it elsewhere.
    batch(
        node,
        """
        link set lo up
        addr add %1$s/32 dev lo
        route add %2$s dev lo src %1$s
        """
            .formatted(ranges.node().getHostAddress(), ranges.services()));
    set(node, NODE_SETTINGS);
    network.program(List.of());
    return network;
  }

  /** Makes a pod's namespace and links it to the node. */
  public void link(PodLink link) throws IOException, InterruptedException {
    makeNamespace(link.namespace());
    batch(node, link.nodeBatch());
    batch(link.namespace(), link.podBatch());
    set(link.namespace(), POD_SETTINGS);
  }

  /** Ends all processes in a pod's namespace and removes it; the links go with it. */
  public void unlink(PodLink link) throws IOException {
    Namespaces.remove(link.namespace());
  }

  /** Makes Service addresses lead to these endpoints, all at once. */
  public void program(List<ServicePort> ports) throws IOException {
    Command.of("ip", "netns", "exec", node, "iptables-restore", "-w", "5")
        .run(ServiceRules.render(ranges, ports));
  }

  private void makeNamespace(String name) throws IOException {
    Path directory = Files.createDirectories(Namespaces.ETC.resolve(name));
    // Names that no Service has are looked up at the node, where nobody listens: "unknown" at once.
    Files.writeString(
        directory.resolve("resolv.conf"),
        "nameserver %s\noptions timeout:1 attempts:1\n".formatted(ranges.node().getHostAddress()));
    Command.of("ip", "netns", "add", name).run();
  }

  private static void batch(String namespace, String commands) throws IOException {
    Command.of("ip", "-n", namespace, "-batch", "-").run(commands);
  }

  private static void set(String namespace, Map<String, String> settings)
      throws IOException, InterruptedException {
    NetworkNamespace.call(
        namespace,
        () -> {
          for (var setting : settings.entrySet()) {
            Files.writeString(Path.of("/proc/sys", setting.getKey()), setting.getValue());
          }
          return settings.size();
        });
  }
}
