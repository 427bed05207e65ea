package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.Side;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command that talks to a running node inside its namespaces, where an ordinary user asks
 * for it. Root's threads enter a network namespace from anywhere; an ordinary user's process must
 * enter the user namespace first, which Linux allows to programs with one thread only.
 */
final class Inward implements IExecutionStrategy {

  private static final List<String> TALKING =
      List.of("apply", "endpoints", "explain", "get", "routes", "status");

  private final Context context;

  Inward(Context context) {
    this.context = context;
  }

  @Override
  public int execute(ParseResult parsed) {
    var side = Side.here();
    if (!side.rootless() || !parsed.hasSubcommand()) {
      return new RunLast().execute(parsed);
    }
    var command = parsed.subcommand().commandSpec();
    if (!TALKING.contains(command.name()) || parsed.subcommand().isUsageHelpRequested()) {
      return new RunLast().execute(parsed);
    }
    return inside(parsed, command.commandLine());
  }

  private int inside(ParseResult parsed, CommandLine command) {
    var node = parsed.subcommand().matchedOption(NodeOption.NAME);
    if (parsed.subcommand().hasMatchedOption(ClusterOption.NAME)
        || (node == null && context.inCluster())) {
      return new RunLast().execute(parsed);
    }
    String name = node == null ? NodeOption.USUAL : node.getValue();
    var settings = NodeOption.settings(context.home(), name);
    try {
      return NodeDaemon.find(settings).isPresent()
          ? NodeDaemon.callInside(settings, parsed.originalArgs())
          : new RunLast().execute(parsed);
    } catch (IOException e) {
      throw new ExecutionException(command, "the node cannot be entered: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException(command, "interrupted", e);
    }
  }
}
