package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.model.workload.Annotations;
import diy.mesh.model.workload.ProxyPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a pod holds that the mesh needs for itself, or would have to misunderstand. */
final class Obstacles {

  private static final String PREFIX = "mesh.diy/";

  private static final Set<String> KNOWN =
      Set.of(
          Annotations.INJECT,
          Annotations.STATUS,
          Annotations.EXPLICIT_PORT,
          Annotations.OPAQUE_PORTS,
          Annotations.LOG_LEVEL,
          Annotations.ACCESS_LOG,
          Annotations.PROXY_CPU_REQUEST,
          Annotations.PROXY_CPU_LIMIT,
          Annotations.PROXY_MEMORY_REQUEST,
          Annotations.PROXY_MEMORY_LIMIT,
          Annotations.SKIP_INBOUND_PORTS,
          Annotations.SKIP_OUTBOUND_PORTS,
          Annotations.SKIP_OUTBOUND_CIDRS);

  private final Pod pod;
  private final List<String> found = new ArrayList<>();

  private Obstacles(Pod pod) {
    this.pod = pod;
  }

  /** One sentence each; empty where nothing is in the way. The caller may add to the list. */
  static List<String> in(Pod pod, InjectionSettings settings) {
    var obstacles = new Obstacles(pod);
    obstacles.findUnknownAnnotations();
    obstacles.findTakenNames(settings);
    for (JsonNode container : pod.containers()) {
      obstacles.findTakenPorts(container);
    }
    obstacles.findTakenUser();
    return obstacles.found;
  }

  /** A slip such as {@code skip-inbound-port} would otherwise do nothing, in silence. */
  private void findUnknownAnnotations() {
    for (var name : (Iterable<String>) pod.annotations()::fieldNames) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        report(
            "annotation %s: unknown (expected: %s)"
                .formatted(name, String.join(", ", KNOWN.stream().sorted().toList())));
      }
    }
  }

  private void findTakenNames(InjectionSettings settings) {
    var ours = Set.of(settings.init().name(), settings.proxy().name());
    for (JsonNode container : pod.containers()) {
      if (ours.contains(nameOf(container))) {
        report(
            "container %s: the mesh's own name (expected: another one)"
                .formatted(nameOf(container)));
      }
    }
    for (String volume : List.of(InjectedContainers.SCRATCH, InjectedContainers.TOKEN)) {
      if (pod.hasVolume(volume)) {
        report("volume %s: the mesh's own name (expected: another one)".formatted(volume));
      }
    }
  }

  private void findTakenPorts(JsonNode container) {
    for (JsonNode port : container.path("ports")) {
      int number = port.path("containerPort").asInt();
      if (number == ProxyPorts.OUTBOUND
          || number == ProxyPorts.INBOUND
          || number == ProxyPorts.ADMIN) {
        report(
            "container %s: containerPort: %d is the proxy's (expected: not %d, %d or %d)"
                .formatted(
                    nameOf(container),
                    number,
                    ProxyPorts.OUTBOUND,
                    ProxyPorts.INBOUND,
                    ProxyPorts.ADMIN));
      }
    }
  }

  /** The user whose traffic passes by the rules: an app that runs as it would not be meshed. */
  private void findTakenUser() {
    if (runsAsProxy(pod.spec())) {
      report("runAsUser: %d is the proxy's (expected: another one)".formatted(ProxyPorts.USER_ID));
    }
    for (JsonNode container : pod.containers()) {
      if (runsAsProxy(container)) {
        report(
            "container %s: runAsUser: %d is the proxy's (expected: another one)"
                .formatted(nameOf(container), ProxyPorts.USER_ID));
      }
    }
  }

  private static boolean runsAsProxy(JsonNode holder) {
    return holder.path("securityContext").path("runAsUser").asInt() == ProxyPorts.USER_ID;
  }

  private static String nameOf(JsonNode container) {
    return container.path("name").asText();
  }

  private void report(String problem) {
    found.add(pod.title() + ": " + problem);
  }
}
