package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Finds the pod that somebody means. */
public final class PodFinder {

  private PodFinder() {}

  /**
   * The pod of a name: exactly so named, else the first of a Deployment.
   *
   * @throws Failure if there is none; it says which there are
   */
  public static PodStatus named(NodeSettings settings, String name) throws IOException {
    return named(StatusFile.read(settings.stateDirectory()), name);
  }

  /** As {@link #named(NodeSettings, String)}, among these. */
  public static PodStatus named(List<PodStatus> pods, String name) {
    return Stream.concat(
            pods.stream().filter(pod -> pod.name().equals(name)),
            pods.stream().filter(pod -> isNamed(pod, name)))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    "pod %s: none of that name (there are: %s)".formatted(name, all(pods))));
  }

  /**
   * The first pod with a proxy.
   *
   * @throws Failure if there is none
   */
  public static PodStatus anyWithProxy(List<PodStatus> pods) {
    return pods.stream()
        .filter(pod -> pod.injected() && pod.ready())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    "no ready pod has a proxy (there are: %s); label a namespace with"
                            .formatted(all(pods))
                        + " mesh.diy/inject: enabled; see ./meshctl check"));
  }

  private static String all(List<PodStatus> pods) {
    return pods.isEmpty() ? "none" : String.join(", ", pods.stream().map(PodStatus::name).toList());
  }

  /** By {@code app-a-1}, {@code demo/app-a-1} or the name of its Deployment, {@code app-a}. */
  static boolean isNamed(PodStatus pod, String name) {
    var full = name.contains("/") ? pod.namespace() + "/" + pod.name() : pod.name();
    return full.equals(name) || full.startsWith(name + "-");
  }
}
