package diy.mesh.standalone.network;

import java.net.InetAddress;

/**
 * How a pod is wired: a pair of linked interfaces, one end in the pod, the other in the node.
 *
 * <p>Every packet of a pod passes the node, even one to its neighbour, so the node's rules see all
 * of it. Both ends know each other's hardware address from the start: answers by {@code proxy_arp}
 * come up to 0.8 s late.
 *
 * @param namespace the pod's network namespace
 * @param number tells its links from all others of this node: 0 or more, never used twice
 * @param address the pod's address
 */
public record PodLink(String namespace, int number, InetAddress address) {

  private static final String GATEWAY = "169.254.1.1";
  private static final String NODE_HARDWARE = "ee:ee:ee:ee:ee:ee";

  /** The node's end. */
  String nodeInterface() {
    return "pod" + number;
  }

  private String podHardware() {
    return "0a:58:%02x:%02x:%02x:%02x"
        .formatted(number >> 24 & 0xff, number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
  }

  /** For {@code ip -batch} in the node's namespace: makes both ends. */
  String nodeBatch() {
    return """
    link add %1$s address %2$s type veth peer name eth0 address %3$s netns %4$s
    link set %1$s up
    neigh add %5$s lladdr %3$s dev %1$s nud permanent
    route add %5$s/32 dev %1$s
    """
        .formatted(
            nodeInterface(), NODE_HARDWARE, podHardware(), namespace, address.getHostAddress());
  }

  /** For {@code ip -batch} in the pod's namespace, after {@link #nodeBatch}. */
  String podBatch() {
    return """
    link set lo up
    link set eth0 up
    addr add %1$s/32 dev eth0
    neigh add %2$s lladdr %3$s dev eth0 nud permanent
    route add %2$s dev eth0 scope link
    route add default via %2$s dev eth0
    """
        .formatted(address.getHostAddress(), GATEWAY, NODE_HARDWARE);
  }
}
