package diy.mesh.admission.inject;

import diy.mesh.admission.inject.InjectionDecision.Reason;
import diy.mesh.model.workload.Annotations;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the labels and annotations of a pod and its namespace ask for. */
sealed interface InjectionWish {

  record Yes() implements InjectionWish {}

  record No(Reason reason, String why) implements InjectionWish {}

  record Unclear(String problem) implements InjectionWish {}

  static InjectionWish of(Pod pod, Map<String, String> namespaceLabels) {
    Optional<String> label = pod.label(Annotations.INJECT);
    Optional<String> annotation = pod.annotation(Annotations.INJECT);
    if (label.isPresent() && annotation.isPresent() && !label.equals(annotation)) {
      return new Unclear(
          "%s: label %s: %s, but annotation %s (expected: one of them, or both alike)"
              .formatted(pod.title(), Annotations.INJECT, label.get(), annotation.get()));
    }
    return label
        .or(() -> annotation)
        .map(value -> ofPod(pod, value))
        .orElseGet(() -> ofNamespace(pod, namespaceLabels.get(Annotations.INJECT)));
  }

  private static InjectionWish ofPod(Pod pod, String value) {
    return switch (value) {
      case Annotations.INJECT_ENABLED -> new Yes();
      case Annotations.INJECT_DISABLED ->
          new No(Reason.OPTED_OUT, "it says %s: %s".formatted(Annotations.INJECT, value));
      default ->
          new Unclear(
              "%s: %s: '%s' (expected: %s or %s)"
                  .formatted(
                      pod.title(),
                      Annotations.INJECT,
                      value,
                      Annotations.INJECT_ENABLED,
                      Annotations.INJECT_DISABLED));
    };
  }

  private static InjectionWish ofNamespace(Pod pod, @Nullable String value) {
    String remedy =
        "kubectl label namespace %s --overwrite %s=%s"
            .formatted(pod.namespace(), Annotations.INJECT, Annotations.INJECT_ENABLED);
    return switch (value) {
      case Annotations.INJECT_ENABLED -> new Yes();
      case Annotations.INJECT_DISABLED ->
          new No(
              Reason.NOT_ASKED, "its namespace says %s: %s".formatted(Annotations.INJECT, value));
      case null ->
          new No(
              Reason.NOT_ASKED, "neither it nor its namespace asks for one; ask with: " + remedy);
      // Not refused: a slip in one label must not keep a whole namespace from starting pods.
      default ->
          new No(
              Reason.UNKNOWN_NAMESPACE_LABEL,
              "its namespace has label %s: '%s' (expected: %s or %s); mend it with: %s"
                  .formatted(
                      Annotations.INJECT,
                      value,
                      Annotations.INJECT_ENABLED,
                      Annotations.INJECT_DISABLED,
                      remedy));
    };
  }
}
