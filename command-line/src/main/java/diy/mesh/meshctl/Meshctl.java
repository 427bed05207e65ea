package diy.mesh.meshctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meshctl} without a command: says which there are. */
@Command(
    name = "./meshctl",
    description = "A service mesh on one machine: real iptables rules, real proxies, no cluster.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: ./meshctl demo"})
final class Meshctl implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
