package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Item;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl status}: what runs and how it is; exit code 1 while a pod is not ready. */
@Command(name = "status", description = "Show pods and Services of the running mesh.")
final class StatusCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private MeshOption mesh = new MeshOption();
  @Mixin private OutputOption output = new OutputOption();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var overview = mesh.find(context).overview();
    output.show(context.output(), overview);
    return overview.pods().stream().allMatch(Item.Pod::ready) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
