package diy.mesh.meshctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meshctl} without a command: says which there are. */
@Command(
    name = "./meshctl",
    description =
        "A service mesh, on this machine without a cluster or in the one that kubectl talks to.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: ./meshctl demo"})
final class Meshctl implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
