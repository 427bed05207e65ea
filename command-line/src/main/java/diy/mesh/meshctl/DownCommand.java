package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.standalone.Node;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/**
 * {@code meshctl down}: ends the node and removes everything it made. Harmless when there is none.
 */
@Command(name = "down", description = "End the node and leave nothing of it.")
final class DownCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.tools().forNode();
    var settings = node.settings(context.home());
    var running = NodeDaemon.find(settings);
    if (running.isPresent()) {
      context.errors().println("stopping the node (pid %d)".formatted(running.get().pid()));
      running.get().stop();
    }
    // Also after a crash, when nobody runs but something was left.
    Node.cleanUp(settings);
    context.errors().println(running.isPresent() ? "nothing of it is left" : "no node runs");
    return ExitCode.OK;
  }
}
