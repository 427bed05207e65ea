package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Kind;
import diy.mesh.meshctl.report.Report;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshctl endpoints}: who serves. */
@Command(
    name = "endpoints",
    description = "Show who serves each Service: ready, serving, about to end.")
final class EndpointsCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private ServiceQuestion question = new ServiceQuestion();

  EndpointsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return question.ask(context, EndpointsCommand::endpoints);
  }

  private static Report endpoints(RunningMesh mesh, String service)
      throws IOException, InterruptedException {
    if (!service.isEmpty()) {
      mesh.list(Kind.SERVICES).named(service); // one without endpoints is no mistake
    }
    return mesh.list(Kind.ENDPOINTS).about(service);
  }
}
