package diy.mesh.resources;

import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.EndpointSlice.SlicePort;
import diy.mesh.resources.ResourceReader.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code discovery.k8s.io/v1 EndpointSlice}. Unknown fields are not ours to judge. */
final class EndpointSliceReader {

  private EndpointSliceReader() {}

  static Optional<Resource> read(Fields root, Header header) {
    var metadata = header.metadata();
    Optional<ServiceName> service =
        Optional.ofNullable(metadata.labels().get(EndpointSlice.SERVICE_LABEL))
            .filter(name -> !name.isEmpty())
            .map(name -> new ServiceName(metadata.namespace(), name));
    return Optional.of(
        new EndpointSlice(header.origin(), metadata, service, endpoints(root), ports(root)));
  }

  private static List<SliceEndpoint> endpoints(Fields root) {
    root.require("addressType", "IPv4, IPv6 or FQDN");
    String addressType = root.text("addressType").orElse("");
    return switch (addressType) {
      case "IPv4", "IPv6" ->
          root.fieldsOfItems("endpoints").stream().map(EndpointSliceReader::endpoint).toList();
      case "FQDN" -> List.of();
      default -> {
        root.refuse("addressType", addressType, "IPv4, IPv6 or FQDN");
        yield List.of();
      }
    };
  }

  private static SliceEndpoint endpoint(Fields fields) {
    fields.require("addresses", "at least one");
    Optional<Fields> conditions = fields.fields("conditions");
    boolean ready = conditions.flatMap(c -> c.flag("ready")).orElse(true);
    return new SliceEndpoint(
        fields.ips("addresses"),
        ready,
        conditions.flatMap(c -> c.flag("serving")).orElse(ready),
        conditions.flatMap(c -> c.flag("terminating")).orElse(false),
        fields.fields("targetRef").flatMap(target -> target.text("name")).orElse(""));
  }

  private static List<SlicePort> ports(Fields root) {
    var ports = new ArrayList<SlicePort>();
    for (Fields fields : root.fieldsOfItems("ports")) {
      ports.add(
          new SlicePort(
              fields.text("name").orElse(""),
              fields.whole("port", 1, 65_535),
              Ports.protocol(fields)));
    }
    return ports;
  }
}
