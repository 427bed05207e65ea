package diy.mesh.redirect;

import diy.mesh.model.service.Cidr;
import diy.mesh.model.workload.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one pod wants to keep out of its proxy. Sorted and without duplicates, so that equal wishes
 * give equal rules.
 *
 * @param skipInboundPorts ports that incoming connections reach directly
 * @param skipOutboundPorts ports that outgoing connections reach directly
 * @param skipOutboundCidrs blocks that outgoing connections reach directly, of both families
 */
record Settings(
    List<Integer> skipInboundPorts, List<Integer> skipOutboundPorts, List<Cidr> skipOutboundCidrs) {

  static final String INBOUND_PORTS = "MESH_SKIP_INBOUND_PORTS";
  static final String OUTBOUND_PORTS = "MESH_SKIP_OUTBOUND_PORTS";
  static final String OUTBOUND_CIDRS = "MESH_SKIP_OUTBOUND_CIDRS";

  /** Everything goes through the proxy. */
  static final Settings NONE = new Settings(List.of(), List.of(), List.of());

  Settings {
    skipInboundPorts = List.copyOf(new TreeSet<>(skipInboundPorts));
    skipOutboundPorts = List.copyOf(new TreeSet<>(skipOutboundPorts));
    var blocks = new TreeMap<String, Cidr>();
    for (Cidr block : skipOutboundCidrs) {
      blocks.put(block.toString(), block);
    }
    skipOutboundCidrs = List.copyOf(blocks.values());
  }

  /**
   * Reads the settings; a variable that is absent or empty skips nothing.
   *
   * @throws IllegalArgumentException if a value has another form; the message names the variable
   */
  static Settings fromEnvironment(Map<String, String> environment) {
    return new Settings(
        ports(environment, INBOUND_PORTS, Annotations.SKIP_INBOUND_PORTS),
        ports(environment, OUTBOUND_PORTS, Annotations.SKIP_OUTBOUND_PORTS),
        blocks(environment, OUTBOUND_CIDRS, Annotations.SKIP_OUTBOUND_CIDRS));
  }

  private static List<Integer> ports(
      Map<String, String> environment, String variable, String annotation) {
    var ports = new ArrayList<Integer>();
    for (String item : items(environment, variable)) {
      int port = portOrZero(item);
      if (port < 1 || port > 65_535) {
        throw wrong(variable, item, "ports from 1 to 65535 such as 25,3306", annotation);
      }
      ports.add(port);
    }
    return ports;
  }

  private static List<Cidr> blocks(
      Map<String, String> environment, String variable, String annotation) {
    var blocks = new ArrayList<Cidr>();
    for (String item : items(environment, variable)) {
      try {
        blocks.add(Cidr.parse(item));
      } catch (IllegalArgumentException e) {
        throw wrong(variable, item, "address blocks such as 10.0.0.0/8,fd00::/8", annotation);
      }
    }
    return blocks;
  }

  private static List<String> items(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    var items = new ArrayList<String>();
    int start = 0;
    while (!value.isEmpty() && start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      items.add(value.substring(start, end).strip());
      start = end + 1;
    }
    return items;
  }

  private static int portOrZero(String item) {
    try {
      return Integer.parseInt(item);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static IllegalArgumentException wrong(
      String variable, String item, String expected, String annotation) {
    return new IllegalArgumentException(
        "%s: '%s' (expected: %s, separated by commas); the pod's annotation %s sets it"
            .formatted(variable, item, expected, annotation));
  }
}
