package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshctl endpoints}: who serves. */
@Command(
    name = "endpoints",
    description = "Show who serves each Service: ready, serving, about to end.")
final class EndpointsCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only this one, as app-b or demo/app-b.")
  private String service = "";

  EndpointsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var inventory = new Inventory(node.ofRunningNode(context.home()));
    if (!service.isEmpty()) {
      inventory.list(Kind.SERVICES).named(service); // one without endpoints is no mistake
    }
    var all = inventory.list(Kind.ENDPOINTS);
    output.show(context.output(), all.about(service));
    return ExitCode.OK;
  }
}
