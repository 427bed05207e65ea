package diy.mesh.meshctl;

import diy.mesh.meshctl.node.LogReader;
import diy.mesh.meshctl.node.OrderlyEnd;
import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.node.PodLogs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshctl logs}: what a container has written. */
@Command(name = "logs", description = "Print what a container of a pod has written.")
final class LogsCommand implements Callable<Integer> {

  private static final int ALL = -1;

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "POD", description = "Its name or how it begins.")
  private String pod = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      description = "Which one (default: the first app); the proxy is " + PodLogs.PROXY + ".")
  private String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C or the pod's end.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "N",
      description = "Only the last so many lines (default: all).")
  private int tail = ALL;

  LogsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (tail < ALL) {
      throw new ParameterException(
          spec.commandLine(), "--tail: %d (expected: 0 or more)".formatted(tail));
    }
    var settings = node.ofRunningNode(context.home());
    var logs = PodLogs.of(settings.stateDirectory(), PodFinder.named(settings, pod));
    var file = logs.file(logs.container(container));
    try (var _ = OrderlyEnd.ofThisThread();
        var reader = LogReader.open(file)) {
      if (tail != ALL) {
        reader.skipToLast(tail);
      }
      reader.copyTo(context.output()::write);
      while (follow && reader.awaitMore()) {
        reader.copyTo(context.output()::write);
      }
    } catch (InterruptedException e) {
      return ExitCode.OK; // Ctrl-C is how one stops to follow
    }
    return ExitCode.OK;
  }
}
