package diy.mesh.meshctl;

import diy.mesh.meshctl.cluster.Installation;
import diy.mesh.meshctl.cluster.Kubectl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class ClusterOption {

  static final String NAME = "--context";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "Of the kubeconfig (default: the current one).")
  private @Nullable String name;

  /** Talks to that cluster. */
  Kubectl kubectl() {
    return new Kubectl(name);
  }

  /** The mesh in that cluster. */
  Installation installation(Context context) {
    return new Installation(kubectl(), context.home(), context.errors());
  }
}
