package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.resources.ResourceKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What was seen and not told yet. Of each resource only what became of it last, so it never holds
 * more than the cluster does. Any thread.
 */
final class Pending {

  private final SequencedMap<ResourceKey, ResourceEvent> events = new LinkedHashMap<>();

  synchronized void put(ResourceEvent event) {
    events.putLast(event.key(), event);
    notifyAll();
  }

  /** All of it, at once; it pends no more. */
  synchronized List<ResourceEvent> take() {
    List<ResourceEvent> taken = List.copyOf(events.values());
    events.clear();
    return taken;
  }

  /** As {@link #take}, as soon as there is something. */
  synchronized List<ResourceEvent> await() throws InterruptedException {
    while (events.isEmpty()) {
      wait();
    }
    return take();
  }
}
