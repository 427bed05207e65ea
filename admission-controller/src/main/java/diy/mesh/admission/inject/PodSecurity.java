package diy.mesh.admission.inject;

import diy.mesh.model.workload.Annotations;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a namespace enforces of the Pod Security Standards, as far as it forbids our rules. */
final class PodSecurity {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  /** Neither allows NET_ADMIN. */
  private static final Set<String> FORBIDDING = Set.of("baseline", "restricted");

  private PodSecurity() {}

  /** The standard that forbids the init container; empty where none does. */
  static Optional<String> forbidding(Map<String, String> namespaceLabels) {
    return Optional.ofNullable(namespaceLabels.get(ENFORCE)).filter(FORBIDDING::contains);
  }

  /** Why a pod stays as it is, and what its author can do. */
  static String why(String standard, String namespace) {
    return ("its namespace enforces the Pod Security Standard %s, which forbids the init container"
            + " its NET_ADMIN; allow it with: kubectl label namespace %s --overwrite %s=privileged,"
            + " or do without redirection: annotate the pod with %s: PORT:TARGET_PORT")
        .formatted(standard, namespace, ENFORCE, Annotations.EXPLICIT_PORT);
  }
}
