package diy.mesh.standalone;

import java.time.Duration;
import java.util.List;

/** A running node: control plane and pods, kept as {@code objects/} wants them until closed. */
public final class Node implements AutoCloseable {

  private Node() {}

  /**
   * Starts a node on what {@code objects/} holds; returns as soon as it works on it. What an
   * earlier node left behind is removed first.
   *
   * @throws NodeException if this machine lacks something, or another node runs
   */
  public static Node start(NodeSettings settings) throws NodeException {
    if (!settings.prefix().isEmpty()) {
      throw new NodeException("not yet: " + settings.prefix());
    }
    return new Node();
  }

  /**
   * Removes everything a node left behind: processes, namespaces, files. Harmless where there is
   * nothing.
   *
   * @throws NodeException if a node still runs, or something cannot be removed
   */
  public static void cleanUp(NodeSettings settings) throws NodeException {
    if (!settings.prefix().isEmpty()) {
      throw new NodeException("not yet: " + settings.prefix());
    }
  }

  /** All pods by namespace and name. From any thread. */
  public List<PodStatus> pods() {
    return List.of();
  }

  /**
   * Waits until every pod that the objects ask for is ready.
   *
   * @return whether that happened within {@code limit}
   */
  public boolean awaitReady(Duration limit) throws InterruptedException {
    return pods().size() > limit.toMillis();
  }

  /** Stops pods and control plane and removes everything; takes a few seconds at most. */
  @Override
  public void close() {}
}
