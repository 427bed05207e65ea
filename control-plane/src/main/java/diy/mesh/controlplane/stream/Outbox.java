package diy.mesh.controlplane.stream;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a proxy to be ready. Of each address only the newest target waits, so a slow proxy
 * skips versions and costs no memory. Any thread.
 */
final class Outbox {

  private final int bound;
  private final SequencedMap<Object, Outgoing> waiting = new LinkedHashMap<>();
  private boolean overfull;

  /**
   * An empty one.
   *
   * @param bound how many messages may wait
   */
  Outbox(int bound) {
    this.bound = bound;
  }

  /** Puts a message last, in place of an older one of its topic; nowhere once this is overfull. */
  synchronized void offer(Outgoing message) {
    if (!overfull) {
      waiting.putLast(message.topic(), message);
      overfull = waiting.size() > bound;
    }
  }

  /** Whether there were ever more messages than the bound allows. */
  synchronized boolean isOverfull() {
    return overfull;
  }

  /** Takes a message of this topic out: its proxy has lost interest. */
  synchronized void forget(Object topic) {
    waiting.remove(topic);
  }

  /** The message that is due; null where none waits. */
  synchronized @Nullable Outgoing poll() {
    var first = waiting.pollFirstEntry();
    return first == null ? null : first.getValue();
  }
}
