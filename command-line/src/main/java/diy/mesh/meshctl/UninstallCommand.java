package diy.mesh.meshctl;

import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl uninstall}: leaves nothing of the mesh in a cluster. */
@Command(
    name = "uninstall",
    description = "Take the mesh, its definitions and all routes out of a Kubernetes cluster.")
final class UninstallCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(names = "--yes", description = "Also where routes are lost with it.")
  private boolean yes;

  UninstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var installation = cluster.installation(context);
    var routes = installation.routes();
    if (!routes.isEmpty() && !yes) {
      throw new Failure(
          """
          these routes would be lost: %s
          keep them: kubectl get canaryroutes -A -o yaml > routes.yaml
          then, all the same: ./meshctl uninstall --yes\
          """
              .formatted(String.join(", ", routes)));
    }
    installation.uninstall();
    context.output().println("nothing of the mesh is left but sidecars in pods that run:");
    context.output().println("  they pass everything through, as it goes without a mesh;");
    context.output().println("  kubectl rollout restart deployment -n NAMESPACE is rid of them");
    return ExitCode.OK;
  }
}
