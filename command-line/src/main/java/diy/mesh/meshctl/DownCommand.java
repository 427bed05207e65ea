package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.report.Report;
import java.nio.file.Files;
import java.util.List;
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
  @Mixin private OutputOption output = new OutputOption();

  /**
   * How it ended.
   *
   * @param stopped whether one ran
   */
  private record Ended(String node, boolean stopped) implements Report {
    @Override
    public List<String> lines() {
      return List.of(); // said on standard error
    }
  }

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var settings = node.settings(context.home());
    var running = NodeDaemon.find(settings);
    if (running.isPresent()) {
      context.errors().println("stopping the node (pid %d)".formatted(running.get().pid()));
      running.get().stop();
    }
    // Also after a crash, when nobody runs but something was left.
    boolean left = running.isEmpty() && Files.exists(settings.stateDirectory());
    NodeDaemon.cleanUp(settings);
    DemoCommand.cleanUpAfterCrashes(context.home());
    context
        .errors()
        .println(
            running.isPresent()
                ? "nothing of it is left"
                : left ? "no node runs; what one left behind is removed" : "no node runs");
    output.show(context.output(), new Ended(settings.prefix(), running.isPresent()));
    return ExitCode.OK;
  }
}
