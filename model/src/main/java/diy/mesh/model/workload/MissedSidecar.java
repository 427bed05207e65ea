package diy.mesh.model.workload;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pod without the sidecar that was asked for: nobody was there to inject it when it was made, or
 * it was made before somebody asked. It works, but outside the mesh.
 */
public final class MissedSidecar {

  private static final String CLUSTERS_OWN = "kube-system";

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  /** Neither allows NET_ADMIN. */
  private static final Set<String> FORBIDDING = Set.of("baseline", "restricted");

  private MissedSidecar() {}

  /**
   * What decides about a pod.
   *
   * @param ended whether all its containers have ended for good
   */
  public record Facts(
      String namespace,
      Map<String, String> labels,
      Map<String, String> annotations,
      boolean hostNetwork,
      boolean ended) {
    public Facts {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /**
   * Whether a pod like this one would get a sidecar if it were made now, and has none.
   *
   * @param meshNamespace the mesh's own
   */
  public static boolean isSo(Facts pod, Map<String, String> namespaceLabels, String meshNamespace) {
    return !pod.ended()
        && !pod.hostNetwork()
        && !isProtected(pod.namespace(), meshNamespace)
        && !pod.annotations().containsKey(Annotations.STATUS)
        && Membership.of(
                pod.labels().get(Annotations.INJECT),
                pod.annotations().get(Annotations.INJECT),
                namespaceLabels.get(Annotations.INJECT))
            == Membership.ASKED
        && (forbidding(namespaceLabels).isEmpty()
            || pod.annotations().containsKey(Annotations.EXPLICIT_PORT));
  }

  /**
   * Whether pods of a namespace are always left alone: redirecting them could cut the cluster, or
   * the mesh, off from itself.
   */
  public static boolean isProtected(String namespace, String meshNamespace) {
    return namespace.equals(CLUSTERS_OWN) || namespace.equals(meshNamespace);
  }

  /** The Pod Security Standard of a namespace that forbids the init container; mostly empty. */
  public static Optional<String> forbidding(Map<String, String> namespaceLabels) {
    return Optional.ofNullable(namespaceLabels.get(ENFORCE)).filter(FORBIDDING::contains);
  }
}
