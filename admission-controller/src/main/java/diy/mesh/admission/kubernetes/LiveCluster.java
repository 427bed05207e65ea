package diy.mesh.admission.kubernetes;

import diy.mesh.admission.review.ClusterView;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.Place;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.Route;
import diy.mesh.resources.yaml.Tree;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the API server each time: a copy of our own could be a moment behind who asks. */
public final class LiveCluster implements ClusterView {

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
  public List<Route> canaryRoutes(String namespace) throws IOException {
    try {
      var routes = new ArrayList<Route>();
      for (var stored :
          client
              .genericKubernetesResources(CanaryRoute.API_VERSION, CanaryRoute.KIND)
              .inNamespace(namespace)
              .list()
              .getItems()) {
        Object plain = client.getKubernetesSerialization().convertValue(stored, Map.class);
        ResourceReader.read(Tree.ofPlain(plain), new Place.InCluster())
            .resource()
            .filter(Route.class::isInstance)
            .map(Route.class::cast)
            .ifPresent(routes::add);
      }
      return routes;
    } catch (KubernetesClientException e) {
      throw new IOException("canaryroutes of %s: %s".formatted(namespace, e.getMessage()), e);
    }
  }
}
