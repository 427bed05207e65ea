package diy.mesh.meshctl;

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
  @Mixin private MeshOption mesh = new MeshOption();
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
  public Integer call() throws IOException, InterruptedException {
    if (tail < ALL) {
      throw new ParameterException(
          spec.commandLine(), "--tail: %d (expected: 0 or more)".formatted(tail));
    }
    mesh.find(context).showLog(new RunningMesh.LogQuestion(pod, container, follow, tail));
    return ExitCode.OK;
  }
}
