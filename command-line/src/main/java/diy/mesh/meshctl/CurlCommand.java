package diy.mesh.meshctl;

import diy.mesh.meshctl.node.Entrance;
import diy.mesh.meshctl.node.PodFinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meshctl curl}: the real curl, from the node or from a pod. */
@Command(
    name = CurlCommand.NAME,
    description = "Run curl inside the node, where Service names are known, or inside a pod.",
    footer = {"", "For example: ./meshctl curl --from app-a -i http://app-b/"})
final class CurlCommand implements Callable<Integer> {

  static final String NAME = "curl";

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = "--from",
      paramLabel = "POD",
      description = "Call from this pod, through its proxy: its name or how it begins.")
  private String from = "";

  @Parameters(arity = "1..*", paramLabel = "ARGS", description = "Handed to curl as they are.")
  private List<String> arguments = List.of();

  CurlCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    context.tools().forCurl();
    takeFromAnywhere();
    var settings = node.ofRunningNode(context.home());
    var command = new ArrayList<String>();
    var entrance = Entrance.of(settings);
    command.addAll(
        from.isEmpty() ? entrance.intoNode() : entrance.intoPod(PodFinder.named(settings, from)));
    command.add(NAME);
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Curl has no option of that name: ours may stand anywhere among its own. */
  private void takeFromAnywhere() {
    var forCurl = new ArrayList<>(arguments);
    int option = forCurl.indexOf("--from");
    if (option >= 0 && option + 1 < forCurl.size()) {
      forCurl.remove(option);
      from = forCurl.remove(option);
    }
    arguments = forCurl;
  }
}
