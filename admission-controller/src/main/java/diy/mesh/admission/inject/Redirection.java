package diy.mesh.admission.inject;

import diy.mesh.model.service.Cidr;
import diy.mesh.model.workload.Annotations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a pod's annotations say about its redirection, as the init container's environment.
 *
 * @param environment in a fixed order; without the variables that no annotation sets
 * @param problems one for each annotation that cannot be understood
 */
record Redirection(Map<String, String> environment, List<String> problems) {

  private static final String PORTS = "ports from 1 to 65535, separated by commas: 25,3306";
  private static final String CIDRS = "address blocks, separated by commas: 10.0.0.0/8,fd00::/8";

  /** An annotation of ours, the variable it becomes, and the form of its parts. */
  private record Exemption(
      String annotation, String variable, Predicate<String> form, String expected) {}

  private static final List<Exemption> EXEMPTIONS =
      List.of(
          new Exemption(
              Annotations.SKIP_INBOUND_PORTS,
              "MESH_SKIP_INBOUND_PORTS",
              Redirection::isPort,
              PORTS),
          new Exemption(
              Annotations.SKIP_OUTBOUND_PORTS,
              "MESH_SKIP_OUTBOUND_PORTS",
              Redirection::isPort,
              PORTS),
          new Exemption(
              Annotations.SKIP_OUTBOUND_CIDRS,
              "MESH_SKIP_OUTBOUND_CIDRS",
              Redirection::isCidr,
              CIDRS));

  static Redirection wantedBy(Pod pod) {
    var environment = new LinkedHashMap<String, String>();
    var problems = new ArrayList<String>();
    for (Exemption exemption : EXEMPTIONS) {
      String value = pod.annotation(exemption.annotation()).orElse("").strip();
      if (value.isEmpty()) {
        continue;
      }
      List<String> parts = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
      if (parts.stream().allMatch(exemption.form())) {
        environment.put(exemption.variable(), String.join(",", parts));
      } else {
        problems.add(
            "%s: annotation %s: '%s' (expected: %s)"
                .formatted(pod.title(), exemption.annotation(), value, exemption.expected()));
      }
    }
    return new Redirection(environment, problems);
  }

  private static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
  }

  private static boolean isCidr(String text) {
    try {
      Cidr.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
