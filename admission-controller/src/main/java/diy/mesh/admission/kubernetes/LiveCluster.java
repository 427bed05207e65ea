package diy.mesh.admission.kubernetes;

import diy.mesh.admission.review.ClusterView;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Place;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.Route;
import diy.mesh.resources.yaml.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the API server each time: a copy of our own could be a moment behind who asks. */
public final class LiveCluster implements ClusterView {

  private static final ResourceDefinitionContext CANARY_ROUTES =
      kind(CanaryRoute.GROUP, "v1alpha1", CanaryRoute.KIND, "canaryroutes");
  private static final ResourceDefinitionContext HTTP_ROUTES =
      kind(HttpRoute.GROUP, "v1", HttpRoute.KIND, "httproutes");

  private final KubernetesClient client;

  public LiveCluster(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Map<String, String> namespaceLabels(String name) throws IOException {
    try {
      @Nullable Namespace namespace = client.namespaces().withName(name).get();
      return namespace == null
          ? Map.of()
          : Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
    } catch (KubernetesClientException e) {
      throw new IOException("namespace %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  @Override
  public boolean hasService(ServiceName service) throws IOException {
    try {
      return client.services().inNamespace(service.namespace()).withName(service.name()).get()
          != null;
    } catch (KubernetesClientException e) {
      throw new IOException("service %s: %s".formatted(service, e.getMessage()), e);
    }
  }

  @Override
  public List<Route> routes(String namespace) throws IOException {
    var routes = new ArrayList<Route>();
    for (ResourceDefinitionContext kind : List.of(CANARY_ROUTES, HTTP_ROUTES)) {
      try {
        client.genericKubernetesResources(kind).inNamespace(namespace).list().getItems().stream()
            .flatMap(stored -> read(stored).stream())
            .forEach(routes::add);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) { // else its definition is missing
          throw new IOException(
              "%ss of %s: %s".formatted(kind.getKind(), namespace, e.getMessage()), e);
        }
      }
    }
    return routes;
  }

  private Optional<Route> read(GenericKubernetesResource stored) {
    Object plain = client.getKubernetesSerialization().convertValue(stored, Map.class);
    return ResourceReader.read(Tree.ofPlain(plain), new Place.InCluster())
        .resource()
        .filter(Route.class::isInstance)
        .map(Route.class::cast);
  }

  /** By their plurals: the client need not ask for them first, which takes permissions. */
  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
