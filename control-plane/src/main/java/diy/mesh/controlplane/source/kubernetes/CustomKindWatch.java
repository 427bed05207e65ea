package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.controlplane.source.ResourceEvent;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what becomes of the resources of a kind that the API server may not know yet: watches its
 * definition, and the kind for as long as it is served.
 */
final class CustomKindWatch
    implements ResourceEventHandler<CustomResourceDefinition>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CustomKindWatch.class);

  private final KubernetesClient client;
  private final WatchedKind kind;
  private final Consumer<ResourceEvent> listener;
  private final SharedIndexInformer<CustomResourceDefinition> informer;

  /** The kind's, while it is served. Guarded by this. */
  private @Nullable KindWatch watch;

  private CompletableFuture<Void> listed = CompletableFuture.completedFuture(null);
  private boolean closed;

  /**
   * A watch that has not begun.
   *
   * @param listener called by one thread at a time
   */
  CustomKindWatch(KubernetesClient client, WatchedKind kind, Consumer<ResourceEvent> listener) {
    this.client = client;
    this.kind = kind;
    this.listener = listener;
    informer =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(kind.definition())
            .runnableInformer(0)
            .exceptionHandler(
                new Retrying("%s at %s".formatted(kind.definition(), client.getMasterUrl())));
  }

  /** Begins to watch; done once all that was there at the beginning has been told. */
  CompletableFuture<Void> start() {
    return informer
        .addEventHandler(this)
        .start()
        .toCompletableFuture()
        .thenCompose(_ -> kindListed());
  }

  @Override
  public void onAdd(CustomResourceDefinition definition) {
    become(serves(definition));
  }

  @Override
  public void onUpdate(CustomResourceDefinition before, CustomResourceDefinition definition) {
    become(serves(definition));
  }

  @Override
  public void onDelete(CustomResourceDefinition definition, boolean isFinalStateUnknown) {
    become(false);
  }

  @Override
  public synchronized void close() {
    closed = true;
    informer.stop();
    if (watch != null) {
      watch.close();
    }
  }

  private synchronized void become(boolean served) {
    if (closed || served == (watch != null)) {
      return;
    }
    if (watch == null) {
      LOG.info("{}: {} is served, watching it", kind, kind.apiVersion());
      watch = new KindWatch(client, kind, listener);
      listed = watch.start();
    } else {
      LOG.warn("{}: {} is served no more", kind, kind.apiVersion());
      watch.withdraw();
      watch = null;
    }
  }

  private synchronized CompletableFuture<Void> kindListed() {
    if (watch == null) {
      LOG.info(
          "{}: not known to this API server; install the definition {} to use it",
          kind,
          kind.definition());
    }
    return listed;
  }

  private boolean serves(CustomResourceDefinition definition) {
    return isEstablished(definition)
        && definition.getSpec().getVersions().stream()
            .anyMatch(each -> each.getName().equals(kind.version()) && each.getServed());
  }

  /** Before that, the API server does not know its URL. */
  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition.getStatus() != null
        && definition.getStatus().getConditions() != null // as it is just after it was made
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                each -> each.getType().equals("Established") && each.getStatus().equals("True"));
  }
}
