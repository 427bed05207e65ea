package diy.mesh.meshctl;

import diy.mesh.meshctl.node.Entrance;
import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.node.PodLogs;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.kubelet.Doorway;
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
        "Run a program beside a container's, with its user, environment, volumes and network: what"
            + " it sends goes through the proxy. Terminal, input and exit code are the program's.",
    footer = {"", "For example: ./meshctl exec app-a -- ss -tn"})
final class ExecCommand implements Callable<Integer> {

  /** What kind of terminal it is is the one thing that comes from outside. */
  private static final String TERMINAL = "TERM";

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      description =
          "Beside this one (default: the first app); beside "
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
    var doorway = doorway(PodLogs.of(settings.stateDirectory(), found));
    var words = new ArrayList<>(Entrance.of(settings).intoEnclosure());
    words.addAll(doorway.words());
    words.addAll(command);
    var process = new ProcessBuilder(words).inheritIO();
    var environment = process.environment();
    var terminal = environment.get(TERMINAL);
    environment.clear();
    if (terminal != null) {
      environment.put(TERMINAL, terminal);
    }
    environment.putAll(doorway.environment());
    return process.start().waitFor();
  }

  private Doorway doorway(PodLogs containers) throws IOException {
    var named = containers.container(container);
    return Doorway.find(containers.folder(), named)
        .orElseThrow(
            () ->
                new Failure(
                    "container %s of pod %s does not run now; see ./meshctl logs %s -c %s"
                        .formatted(named, containers.pod().name(), pod, named)));
  }
}
