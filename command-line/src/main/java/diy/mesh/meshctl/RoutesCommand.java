package diy.mesh.meshctl;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshctl routes}: the rules as they are in force. */
@Command(
    name = "routes",
    description =
        "Show the rule of each Service as it is in force: weights, file and line, and which"
            + " proxies have it.")
final class RoutesCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private ServiceQuestion question = new ServiceQuestion();

  RoutesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return question.ask(context, RunningMesh::rules);
  }
}
