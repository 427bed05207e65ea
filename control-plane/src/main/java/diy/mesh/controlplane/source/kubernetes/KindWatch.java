package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.controlplane.source.ResourceEvent;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Tells what becomes of the resources of one kind, from its first listing on. */
final class KindWatch implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

  private final WatchedKind kind;
  private final Consumer<ResourceEvent> listener;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  /** Guarded by this. */
  private boolean closed;

  /**
   * A watch that has not begun.
   *
   * @param listener called by one thread at a time
   */
  KindWatch(KubernetesClient client, WatchedKind kind, Consumer<ResourceEvent> listener) {
    this.kind = kind;
    this.listener = listener;
    informer =
        client
            .genericKubernetesResources(kind.context())
            .inAnyNamespace()
            .runnableInformer(0)
            .itemStore(new SeenKeys())
            .exceptionHandler(new Retrying("%s at %s".formatted(kind, client.getMasterUrl())));
  }

  /** Begins to watch; done once all that was there at the beginning has been told. */
  CompletableFuture<Void> start() {
    return informer.addEventHandler(this).start().toCompletableFuture();
  }

  @Override
  public void onAdd(GenericKubernetesResource object) {
    tell(ClusterObject.read(kind, object));
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
    tell(ClusterObject.read(kind, object));
  }

  @Override
  public void onDelete(GenericKubernetesResource object, boolean isFinalStateUnknown) {
    tell(new ResourceEvent.Removed(kind.key(object.getMetadata())));
  }

  /** Stops watching, and tells that all there was is there no more. */
  synchronized void withdraw() {
    informer.getStore().list().forEach(object -> onDelete(object, true));
    close();
  }

  /** Stops watching; nothing is told any more. */
  @Override
  public synchronized void close() {
    closed = true;
    informer.stop();
  }

  private synchronized void tell(ResourceEvent event) {
    if (!closed) {
      listener.accept(event);
    }
  }
}
