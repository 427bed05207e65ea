package diy.mesh.meshctl;

import diy.mesh.meshctl.node.Entrance;
import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.node.PodLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshctl exec}: any program, inside a pod. */
@Command(
    name = "exec",
    description =
        "Run a program inside a pod as the app's user, whose traffic goes through the proxy."
            + " Terminal and exit code are the program's.",
    footer = {"", "For example: ./meshctl exec app-a -- ss -tn"})
final class ExecCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      description =
          "As this container's user (default: the first app's); as "
              + PodLogs.PROXY
              + " what it sends goes past the proxy.")
  private String container = "";

  @Parameters(index = "0", paramLabel = "POD", description = "Its name or how it begins.")
  private String pod = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CMD",
      description = "The program and its arguments; put -- before it.")
  private List<String> command = List.of();

  ExecCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = node.ofRunningNode(context.home());
    var found = PodFinder.named(settings, pod);
    var named = PodLogs.of(settings.stateDirectory(), found).container(container);
    var entrance = Entrance.of(settings);
    var words =
        new ArrayList<>(
            named.equals(PodLogs.PROXY) ? entrance.intoPodAsProxy(found) : entrance.intoPod(found));
    words.addAll(command);
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
