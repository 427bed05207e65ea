package diy.mesh.admission.inject;

import diy.mesh.model.workload.Annotations;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pod's wish for a proxy that redirects nothing: where rules may not be written.
 *
 * @param port where the proxy takes connections, as the Service's targetPort names it
 * @param targetPort where the app listens
 */
record ExplicitPort(int port, int targetPort) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4}):([1-9][0-9]{0,4})");
  private static final int MOST = 65_535;

  /**
   * What the annotation says; empty where there is none, or none that can be understood.
   *
   * @param problems gets what cannot be, for the pod's author
   */
  static Optional<ExplicitPort> wantedBy(Pod pod, List<String> problems) {
    var value = pod.annotation(Annotations.EXPLICIT_PORT);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var form = FORM.matcher(value.get());
    if (form.matches()) {
      int port = Integer.parseInt(form.group(1));
      int targetPort = Integer.parseInt(form.group(2));
      if (port <= MOST && targetPort <= MOST && port != targetPort) {
        return Optional.of(new ExplicitPort(port, targetPort));
      }
    }
    problems.add(
        "%s: annotation %s: '%s' (expected: two ports, the proxy's and the app's: 7000:8080)"
            .formatted(pod.title(), Annotations.EXPLICIT_PORT, value.get()));
    return Optional.empty();
  }
}
