package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Service;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of resource that is watched, in all namespaces.
 *
 * @param group empty for the core group
 * @param plural what its URL ends with
 */
public record WatchedKind(String group, String version, String kind, String plural) {

  /** Those that every API server has. */
  static final List<WatchedKind> BUILT_IN =
      List.of(
          new WatchedKind("", "v1", Service.KIND, "services"),
          new WatchedKind(EndpointSlice.GROUP, "v1", EndpointSlice.KIND, "endpointslices"));

  /** The Gateway API's routes of HTTP requests. */
  public static final WatchedKind HTTP_ROUTE =
      new WatchedKind(HttpRoute.GROUP, "v1", HttpRoute.KIND, "httproutes");

  /** Those that it has once somebody has installed their definition. */
  static final List<WatchedKind> CUSTOM =
      List.of(
          new WatchedKind(CanaryRoute.GROUP, "v1alpha1", CanaryRoute.KIND, "canaryroutes"),
          HTTP_ROUTE);

  /** The kind of a resource that is watched. */
  public static WatchedKind of(ResourceKey key) {
    return Stream.of(BUILT_IN, CUSTOM)
        .flatMap(List::stream)
        .filter(each -> each.group.equals(key.group()) && each.kind.equals(key.kind()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "key: %s (expected: of a watched kind)".formatted(key)));
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The name of the CustomResourceDefinition that a custom kind needs. */
  String definition() {
    return plural + "." + group;
  }

  /** What tells an object of this kind from all others. */
  public ResourceKey key(ObjectMeta metadata) {
    return key(metadata.getNamespace(), metadata.getName());
  }

  ResourceKey key(String namespace, String name) {
    return new ResourceKey(group, kind, namespace, name);
  }

  /** How the client finds it. */
  public ResourceDefinitionContext context() {
    var context = new ResourceDefinitionContext.Builder();
    if (!group.isEmpty()) {
      context.withGroup(group);
    }
    return context
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  @Override
  public String toString() {
    return kind;
  }
}
