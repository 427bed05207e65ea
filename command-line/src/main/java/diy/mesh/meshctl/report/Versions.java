package diy.mesh.meshctl.report;

import diy.mesh.meshctl.client.Build;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which builds are at work.
 *
 * @param node null where none runs
 */
public record Versions(Build meshctl, @Nullable Node node) implements Report {

  /**
   * A running node.
   *
   * @param controlPlane null where it does not answer
   * @param proxies of pods that have one; one that does not answer has no build
   * @param current whether it runs what this checkout has built
   */
  public record Node(
      String name,
      long pid,
      boolean current,
      @Nullable Build controlPlane,
      List<ProxyBuild> proxies) {}

  /** A pod's proxy. */
  public record ProxyBuild(String pod, @Nullable Build build) {}

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("meshctl %s on JDK %s".formatted(meshctl.version(), meshctl.jdk()));
    if (node != null) {
      lines.add(
          "node %s (pid %d)%s"
              .formatted(
                  node.name(),
                  node.pid(),
                  node.current()
                      ? ""
                      : ", not of this build; to run this one: ./meshctl down, then up"));
      lines.add("  control plane  " + text(node.controlPlane()));
      node.proxies().forEach(proxy -> lines.add("  proxy          " + text(proxy)));
    }
    return lines;
  }

  private static String text(ProxyBuild proxy) {
    return "%s of %s".formatted(text(proxy.build()), proxy.pod());
  }

  private static String text(@Nullable Build build) {
    return build == null
        ? "(does not answer)"
        : "%s on JDK %s".formatted(build.version(), build.jdk());
  }
}
