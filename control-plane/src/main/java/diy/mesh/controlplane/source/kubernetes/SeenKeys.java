package diy.mesh.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that an informer has to keep: which objects there are, and which version of each it saw. What
 * they say is kept once, by the mesh's state.
 */
final class SeenKeys implements ItemStore<GenericKubernetesResource> {

  private final Map<String, GenericKubernetesResource> seen = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    return seen.put(key, withoutContent(object));
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return seen.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return seen.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return seen.values().stream();
  }

  @Override
  public int size() {
    return seen.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return seen.get(key);
  }

  /** Else the informer would hand out of here what it has listed. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private static GenericKubernetesResource withoutContent(GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    return new GenericKubernetesResourceBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .endMetadata()
        .build();
  }
}
