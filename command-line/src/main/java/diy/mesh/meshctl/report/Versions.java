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
   * @param version its own program's
   * @param controlPlane null where it does not answer
   * @param proxies of pods that have one; one that does not answer has no build
   * @param current whether it runs what this checkout has built
   */
  public record Node(
      String name,
      long pid,
      String version,
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
      lines.add("node %s (pid %d) %s".formatted(node.name(), node.pid(), marked(node.version())));
      lines.add("  control plane  " + text(node.controlPlane()));
      node.proxies()
          .forEach(
              proxy ->
                  lines.add("  proxy          %s, %s".formatted(proxy.pod(), text(proxy.build()))));
      if (!node.current()) {
        lines.add(
            "the node runs another build; to run this one: ./meshctl down, then ./meshctl up");
      }
    }
    return lines;
  }

  private String text(@Nullable Build build) {
    return build == null
        ? "does not answer"
        : "%s on JDK %s".formatted(marked(build.version()), build.jdk());
  }

  private String marked(String version) {
    return version.equals(meshctl.version()) ? version : version + " (not this one)";
  }
}
