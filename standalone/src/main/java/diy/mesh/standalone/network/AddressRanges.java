package diy.mesh.standalone.network;

import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The addresses a node gives away. They exist only inside its own network namespaces.
 *
 * @param pods where pods get theirs
 * @param services where Services get theirs
 * @param node the address of the node itself: the control plane listens there
 */
public record AddressRanges(Cidr pods, Cidr services, InetAddress node) {

  private static final List<Cidr> RESERVED =
      List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("169.254.0.0/16"), Cidr.parse("224.0.0.0/3"));

  /** Apart from kubeadm's, kind's and the usual office and Docker ranges. */
  public static final AddressRanges DEFAULT =
      new AddressRanges(
          Cidr.parse("10.201.0.0/16"),
          Cidr.parse("10.202.0.0/16"),
          InetAddress.ofLiteral("10.203.0.1"));

  /**
   * Refuses ranges that meet each other or what the kernel keeps for itself.
   *
   * @throws IllegalArgumentException naming the two that overlap
   */
  public AddressRanges {
    var named =
        List.of(
            Map.entry("pod range", pods),
            Map.entry("Service range", services),
            Map.entry("node address", Cidr.only(node)));
    for (int i = 0; i < named.size(); i++) {
      refuseReserved(named.get(i));
      for (int j = i + 1; j < named.size(); j++) {
        refuseOverlap(named.get(i), named.get(j));
      }
    }
  }

  /**
   * What of these ranges the machine uses itself. Harmless, since the node's namespaces are cut off
   * from the machine, but confusing for people who read addresses.
   *
   * @param used the machine's own addresses and routes
   * @return one sentence for each overlap
   */
  public List<String> overlapsWith(List<Cidr> used) {
    var overlaps = new ArrayList<String>();
    for (Cidr own : List.of(pods, services, Cidr.only(node))) {
      for (Cidr other : used) {
        if (other.prefix() > 0 && own.overlaps(other)) {
          overlaps.add(
              "range %s overlaps %s, which this machine uses itself; they do not meet, but pods"
                      .formatted(own, other)
                  + " cannot be told from that network by their addresses");
        }
      }
    }
    return overlaps;
  }

  private static void refuseReserved(Map.Entry<String, Cidr> range) {
    for (Cidr reserved : RESERVED) {
      if (range.getValue().overlaps(reserved)) {
        throw new IllegalArgumentException(
            "%s: %s (expected: outside %s)".formatted(range.getKey(), range.getValue(), reserved));
      }
    }
  }

  private static void refuseOverlap(Map.Entry<String, Cidr> one, Map.Entry<String, Cidr> other) {
    if (one.getValue().overlaps(other.getValue())) {
      throw new IllegalArgumentException(
          "%s: %s (expected: apart from the %s %s)"
              .formatted(one.getKey(), one.getValue(), other.getKey(), other.getValue()));
    }
  }
}
