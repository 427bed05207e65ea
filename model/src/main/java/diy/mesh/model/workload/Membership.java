package diy.mesh.model.workload;

import org.jspecify.annotations.Nullable;

/**
 * Whether a pod is to have a sidecar, by what it and its namespace say of {@code mesh.diy/inject}.
 */
public enum Membership {
  /** The pod, or its namespace where the pod is silent. */
  ASKED,
  /** The pod itself does not want one, whatever its namespace says. */
  OPTED_OUT,
  /** Neither asks, or the namespace says no. */
  NOT_ASKED,
  /** The pod's label says one thing, its annotation another. */
  CONTRADICTORY,
  /** The pod says something that is neither yes nor no. */
  UNKNOWN_VALUE,
  /** The pod is silent, and its namespace says something that is neither yes nor no. */
  UNKNOWN_NAMESPACE_VALUE;

  /**
   * What these three values come to.
   *
   * @param label the pod's; null where it has none
   * @param annotation the pod's; null where it has none
   * @param namespaceLabel its namespace's; null where it has none
   */
  public static Membership of(
      @Nullable String label, @Nullable String annotation, @Nullable String namespaceLabel) {
    if (label != null && annotation != null && !label.equals(annotation)) {
      return CONTRADICTORY;
    }
    String own = label == null ? annotation : label;
    return own == null ? ofNamespace(namespaceLabel) : ofPod(own);
  }

  private static Membership ofPod(String value) {
    return switch (value) {
      case Annotations.INJECT_ENABLED -> ASKED;
      case Annotations.INJECT_DISABLED -> OPTED_OUT;
      default -> UNKNOWN_VALUE;
    };
  }

  private static Membership ofNamespace(@Nullable String value) {
    return switch (value) {
      case Annotations.INJECT_ENABLED -> ASKED;
      case Annotations.INJECT_DISABLED -> NOT_ASKED;
      case null -> NOT_ASKED;
      default -> UNKNOWN_NAMESPACE_VALUE;
    };
  }
}
