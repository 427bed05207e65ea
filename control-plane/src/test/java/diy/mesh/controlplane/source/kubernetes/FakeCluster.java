package diy.mesh.controlplane.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** An API server that keeps what it is given and knows nothing of its meaning. */
final class FakeCluster implements AutoCloseable {

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);
  private final KubernetesClient admin;

  private FakeCluster(int port) {
    server.init(InetAddress.getLoopbackAddress(), port);
    admin = client(port());
  }

  static FakeCluster start() {
    return new FakeCluster(0);
  }

  /** On a port where another one has been. */
  static FakeCluster startAt(int port) {
    return new FakeCluster(port);
  }

  int port() {
    return server.getPort();
  }

  /** Whether or not there is an API server yet. */
  static KubernetesClient client(int port) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + port)
            .withWatchReconnectInterval(10)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** As kubectl apply does. */
  void apply(WatchedKind kind, String name, Map<String, Object> content) {
    admin
        .genericKubernetesResources(kind.context())
        .inNamespace("demo")
        .resource(object(kind, name, content))
        .createOr(existing -> existing.update());
  }

  void delete(WatchedKind kind, String name) {
    admin.genericKubernetesResources(kind.context()).inNamespace("demo").withName(name).delete();
  }

  /** Installs the definition of a custom kind, which is served at once. */
  void define(WatchedKind kind) {
    admin.apiextensions().v1().customResourceDefinitions().load(definition(kind)).create();
  }

  void undefine(WatchedKind kind) {
    admin.apiextensions().v1().customResourceDefinitions().withName(kind.definition()).delete();
  }

  @Override
  public void close() {
    admin.close();
    server.destroy();
  }

  private static GenericKubernetesResource object(
      WatchedKind kind, String name, Map<String, Object> content) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(kind.apiVersion())
        .withKind(kind.kind())
        .withNewMetadata()
        .withNamespace("demo")
        .withName(name)
        .endMetadata()
        .addToAdditionalProperties(content)
        .build();
  }

  private static InputStream definition(WatchedKind kind) {
    String yaml =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %s}
        spec:
          group: %s
          scope: Namespaced
          names: {kind: %s, plural: %s}
          versions: [{name: %s, served: true, storage: true}]
        status: {conditions: [{type: Established, status: "True"}]}
        """
            .formatted(kind.definition(), kind.group(), kind.kind(), kind.plural(), kind.version());
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
