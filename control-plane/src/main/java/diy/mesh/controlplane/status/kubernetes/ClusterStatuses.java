package diy.mesh.controlplane.status.kubernetes;

import diy.mesh.controlplane.source.kubernetes.WatchedKind;
import diy.mesh.controlplane.status.StatusWriter;
import diy.mesh.resources.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statuses of a cluster's resources. */
public final class ClusterStatuses implements StatusWriter.Store {

  private final KubernetesClient client;

  public ClusterStatuses(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Stored> read(ResourceKey key) throws IOException {
    try {
      return Optional.ofNullable(resource(key).get())
          .map(
              object ->
                  new Stored(
                      object.getMetadata().getResourceVersion(),
                      Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L),
                      fields(object, "spec"),
                      fields(object, "status")));
    } catch (KubernetesClientException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Set<ResourceKey> withEntriesOf(String controller) throws IOException {
    try {
      return client
          .genericKubernetesResources(WatchedKind.HTTP_ROUTE.context())
          .inAnyNamespace()
          .list()
          .getItems()
          .stream()
          .filter(object -> hasEntryOf(controller, object))
          .map(object -> WatchedKind.HTTP_ROUTE.key(object.getMetadata()))
          .collect(Collectors.toSet());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Set.of(); // its definition is not installed
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean hasEntryOf(String controller, GenericKubernetesResource object) {
    return fields(object, "status").get("parents") instanceof List<?> parents
        && parents.stream()
            .anyMatch(
                each ->
                    each instanceof Map<?, ?> entry
                        && controller.equals(entry.get("controllerName")));
  }

  @Override
  public void write(ResourceKey key, String version, Map<String, Object> status)
      throws IOException {
    // With the version, so that nothing is put over a spec or a status we have not seen.
    var patch = Map.of("metadata", Map.of("resourceVersion", version), "status", status);
    try {
      resource(key)
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(patch));
    } catch (KubernetesClientException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Resource<GenericKubernetesResource> resource(ResourceKey key) {
    return client
        .genericKubernetesResources(WatchedKind.of(key).context())
        .inNamespace(key.namespace())
        .withName(key.name());
  }

  private static Map<String, Object> fields(GenericKubernetesResource object, String name) {
    return object.getAdditionalProperties().get(name) instanceof Map<?, ?> fields
        ? plain(fields)
        : Map.of();
  }

  private static Map<String, Object> plain(Map<?, ?> fields) {
    var plain = new LinkedHashMap<String, Object>();
    fields.forEach((name, value) -> plain.put(String.valueOf(name), plain(value)));
    return plain;
  }

  /** The client reads small numbers as ints, and other numbers never equal what shall be there. */
  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> fields -> plain(fields);
      case List<?> items -> items.stream().map(ClusterStatuses::plain).toList();
      case Integer number -> number.longValue();
      default -> value;
    };
  }
}
