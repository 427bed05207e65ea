package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Checkup;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl check}: whether all is well, and what helps where it is not. */
@Command(
    name = "check",
    description =
        "Look over machine and node, or the cluster, then control plane, proxies, routes and pods;"
            + " say what is wrong and what helps. Exit code 1 when something is.")
final class CheckCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private MeshOption mesh = new MeshOption();
  @Mixin private OutputOption output = new OutputOption();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var findings =
        mesh.isThere(context)
            ? mesh.find(context).check()
            : NodeMesh.absent(mesh.node().settings(context.home()).prefix());
    var checkup = Checkup.of(findings);
    output.show(context.output(), checkup);
    return checkup.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
