package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.model.workload.ProxyPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The app's TCP probes, which are to go on telling the truth about the app. The kubelet's
 * connection is redirected like any other, so the proxy would take it whether the app listens or
 * not; the proxy is asked instead, and tries the port itself.
 *
 * <p>Other probes need nothing: HTTP and gRPC are answered by the app or not at all, and a command
 * runs beside the app.
 *
 * @param probes what takes the place of what
 */
record TcpProbes(List<Probe> probes) {

  private static final List<String> NAMES =
      List.of("startupProbe", "livenessProbe", "readinessProbe");

  /**
   * One of a container's probes.
   *
   * @param container a JSON pointer to it in the pod as it was written
   * @param value all of the probe
   * @param port of the app
   */
  record Probe(String container, String name, JsonNode value, int port) {}

  TcpProbes {
    probes = List.copyOf(probes);
  }

  static TcpProbes of(Pod pod, Set<Integer> notRedirected) {
    var probes = new ArrayList<Probe>();
    // Some of the app's init containers are sidecars, which are probed, too.
    for (String list : List.of("containers", "initContainers")) {
      JsonNode containers = pod.spec().path(list);
      for (int i = 0; i < containers.size(); i++) {
        find(containers.get(i), "/spec/%s/%d".formatted(list, i), probes);
      }
    }
    probes.removeIf(probe -> notRedirected.contains(probe.port()));
    return new TcpProbes(probes);
  }

  private static void find(JsonNode container, String pointer, List<Probe> probes) {
    for (String name : NAMES) {
      JsonNode tcp = container.path(name).path("tcpSocket");
      int port = port(tcp.path("port"), container.path("ports"));
      // Of another host it says nothing about this app, and goes out of the node, not into the pod.
      if (port > 0 && tcp.path("host").asText("").isEmpty()) {
        probes.add(new Probe(pointer, name, asking(container.path(name), port), port));
      }
    }
  }

  /** 0 where there is none; what the kubelet would not understand is left to it. */
  private static int port(JsonNode port, JsonNode named) {
    if (port.isIntegralNumber()) {
      return port.asInt();
    }
    for (JsonNode each : named) {
      if (port.isTextual() && each.path("name").asText().equals(port.asText())) {
        return each.path("containerPort").asInt();
      }
    }
    return 0;
  }

  /** The same probe, with its periods and thresholds, by way of the proxy. */
  private static JsonNode asking(JsonNode probe, int port) {
    ObjectNode asking = probe.deepCopy();
    asking.remove("tcpSocket");
    asking
        .putObject("httpGet")
        .put("path", ProxyPorts.TCP_PROBE_PATH + port)
        .put("port", ProxyPorts.ADMIN);
    return asking;
  }

  void addTo(PatchDraft draft) {
    probes.forEach(probe -> draft.put(probe.container(), probe.name(), probe.value()));
  }

  /** What the proxy may be asked about. */
  Set<Integer> ports() {
    var ports = new TreeSet<Integer>();
    probes.forEach(probe -> ports.add(probe.port()));
    return ports;
  }
}
