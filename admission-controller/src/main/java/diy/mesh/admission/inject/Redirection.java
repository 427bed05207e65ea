package diy.mesh.admission.inject;

import diy.mesh.model.workload.Annotations;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pod's annotations say about its redirection.
 *
 * @param environment the init container's, in a fixed order; without the variables that no
 *     annotation sets
 */
record Redirection(Map<String, String> environment) {

  private static final String SKIP_INBOUND_PORTS = "MESH_SKIP_INBOUND_PORTS";

  private static final List<AnnotatedVariable> EXEMPTIONS =
      List.of(
          AnnotatedVariable.ports(Annotations.SKIP_INBOUND_PORTS, SKIP_INBOUND_PORTS),
          AnnotatedVariable.ports(Annotations.SKIP_OUTBOUND_PORTS, "MESH_SKIP_OUTBOUND_PORTS"),
          AnnotatedVariable.blocks(Annotations.SKIP_OUTBOUND_CIDRS, "MESH_SKIP_OUTBOUND_CIDRS"));

  /**
   * Reads them.
   *
   * @param problems gets one for each annotation that cannot be understood
   */
  static Redirection wantedBy(Pod pod, List<String> problems) {
    var environment = new LinkedHashMap<String, String>();
    EXEMPTIONS.forEach(each -> each.read(pod, environment, problems));
    return new Redirection(environment);
  }

  /** Where connections reach the app directly. */
  Set<Integer> skippedInboundPorts() {
    String ports = environment.getOrDefault(SKIP_INBOUND_PORTS, "");
    return ports.isEmpty()
        ? Set.of()
        : Arrays.stream(ports.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
  }
}
