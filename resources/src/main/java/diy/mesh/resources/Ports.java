package diy.mesh.resources;

import diy.mesh.resources.yaml.Tree;

/** What the ports of Services and of EndpointSlices have in common. */
final class Ports {

  private Ports() {}

  static Protocol protocol(Fields port) {
    String name = port.text("protocol").orElse("TCP");
    return switch (name) {
      case "TCP" -> Protocol.TCP;
      case "UDP" -> Protocol.UDP;
      case "SCTP" -> Protocol.SCTP;
      default -> {
        port.refuse("protocol", name, "TCP, UDP or SCTP");
        yield Protocol.TCP;
      }
    };
  }

  static boolean isText(Fields port, String name) {
    return port.tree().get(name) instanceof Tree.Scalar(String _, _, _);
  }
}
