package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Report;
import java.io.IOException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command is told that shows something of one Service, or of all. */
final class ServiceQuestion {

  @Mixin private MeshOption mesh = new MeshOption();
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
    Report answer(RunningMesh mesh, String service) throws IOException, InterruptedException;
  }

  /** Asks the running mesh, and shows the answer. */
  int ask(Context context, Answerer answerer) throws IOException, InterruptedException {
    output.show(context.output(), answerer.answer(mesh.find(context), service));
    return ExitCode.OK;
  }
}
