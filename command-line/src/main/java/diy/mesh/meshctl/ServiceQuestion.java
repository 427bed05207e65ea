package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Report;
import java.io.IOException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command is told that shows something of one Service, or of all. */
final class ServiceQuestion {

  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only this one, as app-b or demo/app-b.")
  private String service = "";

  /** Who knows the answer. */
  interface Answerer {

    /**
     * The answer.
     *
     * @param service with or without its namespace; empty for all
     */
    Report answer(Inventory inventory, String service) throws IOException, InterruptedException;
  }

  /** Asks about the running node, and shows the answer. */
  int ask(Context context, Answerer answerer) throws IOException, InterruptedException {
    var inventory = new Inventory(node.ofRunningNode(context.home()));
    output.show(context.output(), answerer.answer(inventory, service));
    return ExitCode.OK;
  }
}
