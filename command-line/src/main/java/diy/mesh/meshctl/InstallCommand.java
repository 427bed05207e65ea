package diy.mesh.meshctl;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl install}: the mesh, into the cluster that kubectl talks to. */
@Command(
    name = "install",
    description = "Install the mesh into a Kubernetes cluster, or bring it up to date.",
    footer = {"", "The images come first: ./meshctl images --load kind"})
final class InstallCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "For each Deployment to become ready (default: ${DEFAULT-VALUE}).")
  private int timeout = 120;

  InstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    cluster.installation(context).install(Duration.ofSeconds(timeout));
    context.output().println("installed; let a namespace's new pods join the mesh:");
    context.output().println("  kubectl label namespace NAME mesh.diy/inject=enabled");
    return ExitCode.OK;
  }
}
