package diy.mesh.admission.inject;

import diy.mesh.model.workload.Annotations;

/** What to say of a namespace whose Pod Security Standard forbids our rules. */
final class PodSecurity {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private PodSecurity() {}

  /** Why a pod stays as it is, and what its author can do. */
  static String why(String standard, String namespace) {
    return ("its namespace enforces the Pod Security Standard %s, which forbids the init container"
            + " its NET_ADMIN; allow it with: kubectl label namespace %s --overwrite %s=privileged,"
            + " or do without redirection: annotate the pod with %s: PORT:TARGET_PORT")
        .formatted(standard, namespace, ENFORCE, Annotations.EXPLICIT_PORT);
  }
}
