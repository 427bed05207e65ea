package diy.mesh.resources;

import diy.mesh.resources.ResourceReader.Header;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code v1 Service}. Unknown fields are not ours to judge. */
final class ServiceReader {

  /** What a headless Service has in place of an address. */
  private static final String HEADLESS = "None";

  private ServiceReader() {}

  static Optional<Resource> read(Fields root, Header header) {
    Optional<Fields> spec = root.fields("spec");
    var type = spec.map(ServiceReader::type).orElse(Service.Type.CLUSTER_IP);
    var ips = spec.filter(_ -> type != Service.Type.EXTERNAL_NAME).map(ServiceReader::clusterIps);
    return Optional.of(
        new Service(
            header.origin(),
            header.metadata(),
            type,
            ips.orElse(List.of()),
            spec.map(ServiceReader::ports).orElse(List.of()),
            spec.map(fields -> fields.textsByName("selector")).orElse(Map.of())));
  }

  private static Service.Type type(Fields spec) {
    String type = spec.text("type").orElse("ClusterIP");
    return switch (type) {
      case "ClusterIP" -> Service.Type.CLUSTER_IP;
      case "NodePort" -> Service.Type.NODE_PORT;
      case "LoadBalancer" -> Service.Type.LOAD_BALANCER;
      case "ExternalName" -> Service.Type.EXTERNAL_NAME;
      default -> {
        spec.refuse("type", type, "ClusterIP, NodePort, LoadBalancer or ExternalName");
        yield Service.Type.CLUSTER_IP;
      }
    };
  }

  /** {@code clusterIPs} holds {@code clusterIP} as its first, where both are written. */
  private static List<InetAddress> clusterIps(Fields spec) {
    if (spec.tree().get("clusterIPs") != null) {
      return spec.texts("clusterIPs").contains(HEADLESS) ? List.of() : spec.ips("clusterIPs");
    }
    // Empty text is how Kubernetes asks for an address to be assigned.
    String ip = spec.text("clusterIP").orElse("");
    return ip.isEmpty() || ip.equals(HEADLESS)
        ? List.of()
        : spec.ip("clusterIP").map(List::of).orElse(List.of());
  }

  private static List<Service.Port> ports(Fields spec) {
    var ports = new ArrayList<Service.Port>();
    for (Fields fields : spec.fieldsOfItems("ports")) {
      fields.require("port", "1 to 65535");
      OptionalInt number = fields.whole("port", 1, 65_535);
      if (number.isPresent()) {
        ports.add(
            new Service.Port(
                fields.text("name").orElse(""),
                number.getAsInt(),
                target(fields, number.getAsInt()),
                Ports.protocol(fields),
                fields.text("appProtocol")));
      }
    }
    return ports;
  }

  private static Service.TargetPort target(Fields fields, int port) {
    if (Ports.isText(fields, "targetPort")) {
      return new Service.TargetPort.Named(fields.text("targetPort").orElseThrow());
    }
    return new Service.TargetPort.Numbered(fields.whole("targetPort", 1, 65_535).orElse(port));
  }
}
