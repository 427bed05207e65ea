package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which node a command is about. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The node's state directory (default: ${DEFAULT-VALUE}).")
  private Path directory = NodeSettings.DEFAULT_STATE_DIRECTORY;

  Path directory() {
    return directory.toAbsolutePath();
  }

  /** Of a node that is not started yet. */
  NodeSettings settings(Path home) {
    return NodeSettings.of(home).withStateDirectory(directory());
  }

  /** Of the node that runs there. */
  NodeSettings ofRunningNode(Path home) throws IOException {
    if (NodeDaemon.find(settings(home)).isEmpty()) {
      throw new Failure(
          "no node runs (its state would be in %s); start one: ./meshctl up -f DIR"
              .formatted(directory()));
    }
    return SettingsFile.load(directory(), home);
  }
}
