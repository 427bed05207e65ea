package diy.mesh.admission.kubernetes;

import diy.mesh.admission.review.ClusterView;
import diy.mesh.model.service.ServiceName;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
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
}
