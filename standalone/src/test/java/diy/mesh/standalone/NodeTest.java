package diy.mesh.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.network.AddressRanges;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("namespaces")
class NodeTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private NodeSettings settings;
  private Node node;
  private ObjectStore store;

  @BeforeEach
  void start_a_node() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path images =
        Files.writeString(
            folder.resolve("images"),
            "echo:1 = %s -XX:TieredStopAtLevel=1 -cp %s diy.mesh.standalone.EchoApp\n"
                .formatted(java, Path.of("target/test-classes").toAbsolutePath()));
    settings =
        NodeSettings.of(Path.of("..").toAbsolutePath())
            .withStateDirectory(Path.of("/run/diy-mesh-nodetest"))
            .withPrefix("nodetest")
            .withRanges(
                new AddressRanges(
                    Cidr.parse("10.221.0.0/16"),
                    Cidr.parse("10.222.0.0/16"),
                    InetAddress.ofLiteral("10.223.0.1")))
            .withImages(List.of(images))
            .withoutControlPlane();
    Node.cleanUp(settings);
    node = Node.start(settings);
    store = new ObjectStore(settings.stateDirectory(), settings.ranges());
  }

  @AfterEach
  void end_it() throws NodeException {
    node.close();
    Node.cleanUp(settings);
  }

  @Test
  void a_service_is_reached_by_all_four_forms_of_its_name() throws Exception {
    apply(deployment("app-a", 1), service("app-a"), deployment("app-b", 1), service("app-b"));
    assertThat(node.awaitReady(LIMIT)).isTrue();

    for (String name :
        List.of("app-b", "app-b.demo", "app-b.demo.svc", "app-b.demo.svc.cluster.local")) {
      assertThat(get("http://app-a.demo/call?http://%s/".formatted(name)))
          .as(name)
          .startsWith("v1 app-b-1 10.221.0.2 10.221.0.1");
    }
  }

  @Test
  void a_services_address_shares_requests_between_its_pods() throws Exception {
    apply(deployment("app-b", 3), service("app-b"));
    assertThat(node.awaitReady(LIMIT)).isTrue();

    Set<String> hosts = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      hosts.add(get("http://app-b.demo/").split(" ", -1)[1]);
    }

    assertThat(hosts).containsExactlyInAnyOrder("app-b-1", "app-b-2", "app-b-3");
  }

  private void apply(String... objects) throws Exception {
    store.apply(Files.writeString(folder.resolve("objects.yaml"), String.join("---\n", objects)));
  }

  /** Asks from the node, where names lead to what its own hosts file says. */
  private String get(String url) throws Exception {
    return NetworkNamespace.call(settings.nodeNamespace(), () -> fetch(url));
  }

  private String fetch(String url) throws IOException {
    var uri = URI.create(url);
    String address =
        Files.readAllLines(Path.of("/run/diy-mesh-etc", settings.nodeNamespace(), "hosts")).stream()
            .filter(line -> List.of(line.split(" ", -1)).contains(uri.getHost()))
            .map(line -> line.split(" ", -1)[0])
            .findFirst()
            .orElseThrow();
    // A connection of its own for each request: every one of them is to be balanced.
    try (var socket = new Socket(address, 80)) {
      String request = "GET %s?%s HTTP/1.0\r\n\r\n".formatted(uri.getPath(), uri.getQuery());
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String response = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return response.substring(response.indexOf("\r\n\r\n") + 4);
    }
  }

  private static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: demo}
    spec:
      selector: {app: %1$s}
      ports: [{name: http, port: 80, targetPort: http}]
    """
        .formatted(name);
  }

  private static String deployment(String name, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: demo}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
            - name: app
              image: echo:1
              ports: [{name: http, containerPort: 8080}]
              readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
    """
        .formatted(name, replicas);
  }
}
