package diy.mesh.admission.inject;

import diy.mesh.admission.inject.InjectionDecision.Reason;
import diy.mesh.model.workload.Annotations;
import diy.mesh.model.workload.Membership;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the labels and annotations of a pod and its namespace ask for. */
sealed interface InjectionWish {

  record Yes() implements InjectionWish {}

  record No(Reason reason, String why) implements InjectionWish {}

  record Unclear(String problem) implements InjectionWish {}

  static InjectionWish of(Pod pod, Map<String, String> namespaceLabels) {
    String label = pod.label(Annotations.INJECT).orElse(null);
    String annotation = pod.annotation(Annotations.INJECT).orElse(null);
    String ofNamespace = namespaceLabels.get(Annotations.INJECT);
    return switch (Membership.of(label, annotation, ofNamespace)) {
      case ASKED -> new Yes();
      case OPTED_OUT ->
          new No(
              Reason.OPTED_OUT,
              "it says %s: %s".formatted(Annotations.INJECT, Annotations.INJECT_DISABLED));
      case NOT_ASKED -> new No(Reason.NOT_ASKED, whyNotAsked(pod, ofNamespace));
      case CONTRADICTORY ->
          new Unclear(
              "%s: label %s: %s, but annotation %s (expected: one of them, or both alike)"
                  .formatted(pod.title(), Annotations.INJECT, label, annotation));
      case UNKNOWN_VALUE ->
          new Unclear(
              "%s: %s: '%s' (expected: %s or %s)"
                  .formatted(
                      pod.title(),
                      Annotations.INJECT,
                      label == null ? annotation : label,
                      Annotations.INJECT_ENABLED,
                      Annotations.INJECT_DISABLED));
      // Not refused: a slip in one label must not keep a whole namespace from starting pods.
      case UNKNOWN_NAMESPACE_VALUE ->
          new No(
              Reason.UNKNOWN_NAMESPACE_LABEL,
              "its namespace has label %s: '%s' (expected: %s or %s); mend it with: %s"
                  .formatted(
                      Annotations.INJECT,
                      ofNamespace,
                      Annotations.INJECT_ENABLED,
                      Annotations.INJECT_DISABLED,
                      remedy(pod)));
    };
  }

  private static String whyNotAsked(Pod pod, @Nullable String ofNamespace) {
    return ofNamespace == null
        ? "neither it nor its namespace asks for one; ask with: " + remedy(pod)
        : "its namespace says %s: %s".formatted(Annotations.INJECT, ofNamespace);
  }

  private static String remedy(Pod pod) {
    return "kubectl label namespace %s --overwrite %s=%s"
        .formatted(pod.namespace(), Annotations.INJECT, Annotations.INJECT_ENABLED);
  }
}
