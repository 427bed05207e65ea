package diy.mesh.meshctl;

import diy.mesh.meshctl.node.PodReport;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.objects.ObjectStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl status}: what runs and how it is; exit code 1 while a pod is not ready. */
@Command(name = "status", description = "Show pods and Services of the running node.")
final class StatusCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var settings = node.ofRunningNode(context.home());
    var store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    var pods = StatusFile.read(settings.stateDirectory());
    PodReport.pods(pods).forEach(context.output()::println);
    context.output().println("");
    PodReport.services(Workloads.services(store)).forEach(context.output()::println);
    return pods.stream().allMatch(PodStatus::ready) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
