package diy.mesh.standalone;

import diy.mesh.standalone.machine.NodeLock;
import diy.mesh.standalone.machine.StateDirectory;
import diy.mesh.standalone.network.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one node has for itself: its state directory, and the network namespaces with its prefix.
 * Held until closed, or until the process dies.
 */
final class Tenancy implements AutoCloseable {

  private final NodeSettings settings;
  private final NodeLock directory;
  private final NodeLock prefix;

  private Tenancy(NodeSettings settings, NodeLock directory, NodeLock prefix) {
    this.settings = settings;
    this.directory = directory;
    this.prefix = prefix;
  }

  /**
   * Takes both.
   *
   * @throws NodeException if another node has one of them
   */
  static Tenancy take(NodeSettings settings) throws IOException, NodeException {
    var prefix = take(settings.prefixLock());
    boolean taken = false;
    try {
      var directory = take(settings.directoryLock());
      taken = true;
      return new Tenancy(settings, directory, prefix);
    } finally {
      if (!taken) {
        prefix.close();
      }
    }
  }

  /** Ends all processes of earlier nodes and removes their namespaces. */
  void removeNamespaces() throws IOException {
    Namespaces.removeAll(List.of(settings.nodeNamespace(), settings.prefix() + "-pod-"));
  }

  /** Removes everything of this node and earlier ones, then lets go. */
  void removeAll() throws IOException {
    var state = new StateDirectory(settings.stateDirectory());
    try (this) {
      removeNamespaces();
      state.clear(settings.directoryLock());
    }
    if (!state.isEnclosed()) {
      Files.deleteIfExists(state.path());
    }
  }

  @Override
  public void close() throws IOException {
    try (prefix) {
      directory.close();
    }
  }

  private static NodeLock take(Path file) throws IOException, NodeException {
    var lock = NodeLock.tryTake(file);
    if (lock.isPresent()) {
      return lock.get();
    }
    var holder = NodeLock.holder(file);
    throw new NodeException(
        "another node runs (%s%s); end it first: ./meshctl down"
            .formatted(holder.isPresent() ? "pid %d, ".formatted(holder.getAsLong()) : "", file));
  }
}
