package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.model.route.Backend;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What changes in the cluster is what proxies hold. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchTest {

  private static final String NAMESPACE = "mesh-test-watch";

  private ClusterMesh mesh;
  private ClusterProxy proxy;

  @BeforeAll
  void start() throws Exception {
    ClusterMesh.define();
    mesh = ClusterMesh.start(NAMESPACE);
    proxy = new ClusterProxy(mesh.controlPlane().streamPort(), NAMESPACE, "app-a-1");
  }

  @AfterAll
  void stop() throws Exception {
    proxy.close();
    mesh.close();
  }

  @Test
  void a_new_split_is_in_force_soon_after_its_applying() throws Exception {
    service("split", "");
    service("split2", "");
    route("split", 100, 0);
    HeldTarget held = follow("split");
    ClusterProxy.await(() -> ClusterProxy.weights(held).equals(List.of(100, 0)));
    var nanos = new ArrayList<Long>();

    for (int canary = 10; canary <= 100; canary += 10) {
      var weights = List.of(100 - canary, canary);
      long began = System.nanoTime();
      route("split", 100 - canary, canary);
      ClusterProxy.await(() -> ClusterProxy.weights(held).equals(weights));
      nanos.add(System.nanoTime() - began);
    }

    nanos.sort(null);
    var median = Duration.ofNanos(nanos.get(nanos.size() / 2));
    System.out.printf(
        "kubectl apply -> in force, of %d: median %d ms, most %d ms%n",
        nanos.size(), median.toMillis(), Duration.ofNanos(nanos.getLast()).toMillis());
    assertThat(nanos).hasSize(10); // the time itself is for people: the machine may be busy
  }

  @Test
  void endpoints_of_all_slices_count_and_those_that_end_do_not() throws Exception {
    service("sliced", "");
    slice("sliced-1", "sliced", endpoint("10.9.0.1", "ready: true"));
    slice(
        "sliced-2",
        "sliced",
        endpoint("10.9.0.2", "ready: true, serving: true, terminating: false"),
        endpoint("10.9.0.3", "ready: false, serving: true, terminating: true"));
    HeldTarget held = follow("sliced");

    ClusterProxy.await(() -> endpoints(held).equals(List.of("10.9.0.1:8080", "10.9.0.2:8080")));

    Kubectl.run("delete", "endpointslice", "sliced-1", "-n", NAMESPACE);
    ClusterProxy.await(() -> endpoints(held).equals(List.of("10.9.0.2:8080")));

    Kubectl.run("delete", "endpointslice", "sliced-2", "-n", NAMESPACE);
    ClusterProxy.await(() -> endpoints(held).isEmpty());
  }

  @Test
  void headless_and_external_services_are_left_alone() throws Exception {
    service("headless", "clusterIP: None,");
    Kubectl.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: external, namespace: %s}
        spec: {type: ExternalName, externalName: api.example.com, ports: [{port: 8443}]}
        """
            .formatted(NAMESPACE));
    slice("headless-1", "headless", endpoint("10.9.1.1", "ready: true"));
    service("marker", "");
    HeldTarget marker = follow("marker");
    ClusterProxy.await(() -> !ClusterProxy.rules(marker).isEmpty()); // all before it was taken in

    HeldTarget pod = proxy.follow(Address.of("10.9.1.1", 8080));

    ClusterProxy.await(() -> pod.knowledge() instanceof HeldTarget.Knowledge.NotOurs);
  }

  private HeldTarget follow(String service) throws IOException {
    return proxy.follow(
        Address.of(
            Kubectl.run(
                "get", "service", service, "-n", NAMESPACE, "-o", "jsonpath={.spec.clusterIP}"),
            80));
  }

  private static List<String> endpoints(HeldTarget held) {
    return ClusterProxy.rules(held).stream()
        .flatMap(rule -> rule.backends().backends().stream())
        .flatMap(
            backend ->
                backend.state() instanceof Backend.Resolved(var endpoints)
                    ? endpoints.stream()
                    : Stream.<Endpoint>empty())
        .map(endpoint -> endpoint.address().toString())
        .toList();
  }

  private static void service(String name, String more) throws IOException {
    Kubectl.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {%s ports: [{name: http, port: 80}]}
        """
            .formatted(name, NAMESPACE, more));
  }

  private static void slice(String name, String service, String... endpoints) throws IOException {
    Kubectl.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s
          namespace: %s
          labels: {kubernetes.io/service-name: %s}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints: [%s]
        """
            .formatted(name, NAMESPACE, service, String.join(", ", endpoints)));
  }

  private static String endpoint(String ip, String conditions) {
    return "{addresses: [%s], conditions: {%s}}".formatted(ip, conditions);
  }

  private static void route(String service, int stable, int canary) throws IOException {
    Kubectl.apply(
        """
        apiVersion: mesh.diy/v1alpha1
        kind: CanaryRoute
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          service: %1$s
          backends: [{service: %1$s, weight: %3$d}, {service: %1$s2, weight: %4$d}]
        """
            .formatted(service, NAMESPACE, stable, canary));
  }
}
