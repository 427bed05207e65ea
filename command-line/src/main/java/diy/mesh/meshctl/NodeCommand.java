package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.OrderlyEnd;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.standalone.Node;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl node}: the process behind {@code up}, which runs until it is told to stop. */
@Command(name = NodeDaemon.COMMAND, hidden = true, description = "Run a node until stopped.")
final class NodeCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  NodeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var state = node.settings(context.home()).stateDirectory();
    try (var _ = OrderlyEnd.ofThisThread();
        var _ = Node.start(SettingsFile.load(state, context.home()))) {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      context.errors().println("the node was told to stop and has cleaned up");
    }
    return ExitCode.OK;
  }
}
