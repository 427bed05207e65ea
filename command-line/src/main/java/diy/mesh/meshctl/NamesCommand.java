package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meshctl names}: what a shell may complete. */
@Command(name = "names", hidden = true, description = "Print the names of all of a kind.")
final class NamesCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private MeshOption mesh = new MeshOption();

  @Parameters(paramLabel = "KIND", converter = GetCommand.KindReader.class)
  private Kind kind = Kind.PODS;

  NamesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    mesh.find(context).list(kind).items().stream()
        .map(Item::name)
        .distinct()
        .forEach(context.output()::println);
    return ExitCode.OK;
  }
}
