package diy.mesh.controlplane.source;

import java.io.IOException;
import java.util.function.Consumer;

/** Where resources come from. */
public interface MeshSource extends AutoCloseable {

  /**
   * Tells all there is before it returns, and from then on each change, from a thread of its own
   * and one after the other. Called once.
   *
   * @param listener must not block for long: the next change waits for it
   * @throws IOException if there is nothing to watch
   */
  void start(Consumer<SourceChange> listener) throws IOException;

  /** Stops watching. No change is told any more once this has returned. */
  @Override
  void close();
}
