package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.meshctl.node.Side;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which node a command is about: one machine can have several that do not meet. */
final class NodeOption {

  static final String NAME = "--node";
  static final String USUAL = "mesh";

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description = "The node's name, where there are several (default: ${DEFAULT-VALUE}).")
  private String name;

  /** The usual one, unless an option names another. */
  NodeOption() {
    this(USUAL);
  }

  NodeOption(String name) {
    this.name = name;
  }

  /** Of a node that is not started yet, or may not run. */
  NodeSettings settings(Path home) {
    return settings(home, name);
  }

  /** The settings that a node's name stands for. */
  static NodeSettings settings(Path home, String name) {
    var state = Side.here().state();
    return NodeSettings.of(home)
        .withPrefix(name)
        .withStateDirectory(name.equals(USUAL) ? state : Path.of(state + "-" + name));
  }

  /** Of the node that runs. */
  NodeSettings ofRunningNode(Path home) throws IOException {
    var settings = settings(home);
    if (NodeDaemon.find(settings).isEmpty()) {
      throw new Failure("node %s does not run; start it: ./meshctl up -f DIR".formatted(name));
    }
    return SettingsFile.load(settings.stateDirectory(), home);
  }
}
