package diy.mesh.model.workload;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a pod is made anew, so that it gets the sidecar that it lacks. */
public final class Renewal {

  /** Of pods that a Deployment's ReplicaSet made: how that one's name ends. */
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private Renewal() {}

  /**
   * Who makes a pod: its controller among {@code metadata.ownerReferences}.
   *
   * @param kind such as {@code ReplicaSet}
   */
  public record Maker(String kind, String name) {}

  /**
   * The command that does it.
   *
   * @param labels of the pod
   * @param maker empty where somebody made it by hand
   */
  public static String command(
      String namespace, String pod, Map<String, String> labels, Optional<Maker> maker) {
    return maker
        .flatMap(each -> restarted(each, labels.get(TEMPLATE_HASH)))
        .map(workload -> "kubectl rollout restart %s -n %s".formatted(workload, namespace))
        .orElseGet(
            () ->
                "kubectl delete pod %s -n %s%s"
                    .formatted(
                        pod,
                        namespace,
                        maker
                            .map(each -> ", and its %s makes another".formatted(each.kind()))
                            .orElse(", and apply it again")));
  }

  private static Optional<String> restarted(Maker maker, @Nullable String hash) {
    return switch (maker.kind()) {
      case "StatefulSet" -> Optional.of("statefulset " + maker.name());
      case "DaemonSet" -> Optional.of("daemonset " + maker.name());
      case "ReplicaSet" ->
          hash != null && maker.name().endsWith("-" + hash)
              ? Optional.of(
                  "deployment "
                      + maker.name().substring(0, maker.name().length() - hash.length() - 1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
