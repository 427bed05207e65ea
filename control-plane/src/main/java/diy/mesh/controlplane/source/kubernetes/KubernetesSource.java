package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.controlplane.source.MeshSource;
import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceChange;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the resources of a Kubernetes API server. One that cannot be reached yet is waited for;
 * one that goes away leaves what it said last serving, and is listed anew when it is back.
 */
public final class KubernetesSource implements MeshSource {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);

  /** How long between two words about what is being waited for, in seconds. */
  private static final long PATIENCE_SECONDS = 10;

  private final KubernetesClient client;
  private final Pending pending = new Pending();
  private final List<KindWatch> watches;
  private final List<CustomKindWatch> customWatches;
  private final Thread thread = new Thread(this::run, "kubernetes-source");
  private Consumer<SourceChange> listener = _ -> {};

  /**
   * A source of this cluster.
   *
   * @param client stays open when this is closed
   */
  public KubernetesSource(KubernetesClient client) {
    this.client = client;
    watches =
        WatchedKind.BUILT_IN.stream()
            .map(kind -> new KindWatch(client, kind, pending::put))
            .toList();
    customWatches =
        WatchedKind.CUSTOM.stream()
            .map(kind -> new CustomKindWatch(client, kind, pending::put))
            .toList();
  }

  @Override
  public void start(Consumer<SourceChange> listener) throws IOException {
    this.listener = listener;
    var listed = new ArrayList<CompletableFuture<Void>>();
    watches.forEach(watch -> listed.add(watch.start()));
    customWatches.forEach(watch -> listed.add(watch.start()));
    await(CompletableFuture.allOf(listed.toArray(CompletableFuture[]::new)));
    tell(pending.take());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    customWatches.forEach(CustomKindWatch::close);
    watches.forEach(KindWatch::close);
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(CompletableFuture<Void> listed) throws IOException {
    while (true) {
      try {
        listed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        LOG.warn("still waiting for {}", client.getMasterUrl());
      } catch (ExecutionException e) {
        throw new IOException("cannot watch %s".formatted(client.getMasterUrl()), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("stopped while waiting for " + client.getMasterUrl(), e);
      }
    }
  }

  private void run() {
    try {
      while (true) {
        tell(pending.await());
      }
    } catch (InterruptedException e) {
      LOG.debug("no longer watching {}", client.getMasterUrl());
    }
  }

  private void tell(List<ResourceEvent> events) {
    for (ResourceEvent event : events) {
      if (event instanceof ResourceEvent.Refused(var key, _, var problems)) {
        problems.forEach(problem -> LOG.warn("{}: {}", key, problem));
      }
    }
    listener.accept(new SourceChange(events, List.of()));
  }
}
