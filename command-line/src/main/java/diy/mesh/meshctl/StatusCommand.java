package diy.mesh.meshctl;

import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.meshctl.report.Overview;
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
  @Mixin private OutputOption output = new OutputOption();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var settings = node.ofRunningNode(context.home());
    var store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    var pods = StatusFile.read(settings.stateDirectory());
    output.show(context.output(), Overview.of(pods, Workloads.services(store)));
    return pods.stream().allMatch(PodStatus::ready) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
