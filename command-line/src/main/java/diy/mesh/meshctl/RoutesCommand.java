package diy.mesh.meshctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshctl routes}: the rules as they are in force. */
@Command(
    name = "routes",
    description =
        "Show the rule of each Service as it is in force: weights, file and line, and which"
            + " proxies have it.")
final class RoutesCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only this one, as app-b or demo/app-b.")
  private String service = "";

  RoutesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var inventory = new Inventory(node.ofRunningNode(context.home()));
    output.show(context.output(), inventory.rules(service));
    return ExitCode.OK;
  }
}
