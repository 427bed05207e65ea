package diy.mesh.meshctl;

import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.network.AddressRanges;
import java.net.InetAddress;
import picocli.CommandLine.Option;

/** The addresses that a node gives away. */
final class RangeOptions {

  @Option(
      names = "--pod-range",
      paramLabel = "CIDR",
      description = "Addresses of pods (default: 10.201.0.0/16).")
  private String pods = AddressRanges.DEFAULT.pods().toString();

  @Option(
      names = "--service-range",
      paramLabel = "CIDR",
      description = "Addresses of Services (default: 10.202.0.0/16).")
  private String services = AddressRanges.DEFAULT.services().toString();

  @Option(
      names = "--node-address",
      paramLabel = "IP",
      description = "Address of the node itself (default: 10.203.0.1).")
  private String node = AddressRanges.DEFAULT.node().getHostAddress();

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException naming what is no range, or which ranges overlap
   */
  AddressRanges ranges() {
    return new AddressRanges(Cidr.parse(pods), Cidr.parse(services), InetAddress.ofLiteral(node));
  }
}
