package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.standalone.objects.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large mesh costs a proxy nothing but what its pod talks to. */
@NamespaceTest
class ManyServicesTest {

  private static final int SERVICES = 200;
  private static final int ENDPOINTS = 10;

  /** A namespace of its own, and a pod that talks to nobody yet. */
  private static final String CALLER =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: crowd
        labels:
          mesh.diy/inject: enabled
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: caller, namespace: crowd}
      spec:
        selector:
          matchLabels: {app: caller}
        template:
          metadata:
            labels: {app: caller}
          spec:
            containers:
              - name: app
                image: diy-mesh/test-server:dev
                env:
                  - {name: VERSION, value: caller}
                readinessProbe:
                  httpGet: {path: /who, port: 8080}
                  periodSeconds: 1
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: caller, namespace: crowd}
      spec:
        clusterIP: 10.202.200.1
        selector: {app: caller}
        ports:
          - {name: http, port: 80, targetPort: 8080}
      """;

  @Test
  void a_proxy_that_talks_to_two_of_many_services_holds_two(@TempDir Path folder, Mesh mesh)
      throws Exception {
    Files.writeString(folder.resolve("caller.yaml"), CALLER);
    Files.writeString(folder.resolve("crowd.yaml"), crowd());
    try {
      var began = Instant.now();
      mesh.ask("up", "--timeout", "120", "-f", folder.toString()).succeeded();
      var ready = Instant.now();

      var first = mesh.curl("caller", "http://caller/who").output();
      var second = mesh.curl("caller", "http://stable.scenes/who").output();

      assertThat(first).startsWith("caller ");
      assertThat(second).startsWith("stable ");
      assertThat(endpointsOfTheCrowd(mesh)).isEqualTo(SERVICES * ENDPOINTS);
      assertThat(Proxy.of(mesh.settings(), mesh.pod("caller")).config().targets())
          .extracting(Config.Target::address)
          .containsExactlyInAnyOrder(
              mesh.address("stable").getHostAddress() + ":80", "10.202.200.1:80");
      IO.println(
          "%d Services of %d endpoints each: all ready %d ms after up began; control plane %s"
              .formatted(
                  SERVICES,
                  ENDPOINTS,
                  Duration.between(began, ready).toMillis(),
                  memory(mesh.findControlPlane().orElseThrow())));
    } finally {
      leave(mesh);
    }
  }

  private static String crowd() {
    return IntStream.range(0, SERVICES)
        .mapToObj(ManyServicesTest::service)
        .collect(Collectors.joining());
  }

  /** A Service that nobody talks to, and its endpoints, which need not be there. */
  private static String service(int number) {
    var endpoints =
        IntStream.range(0, ENDPOINTS)
            .mapToObj("  - addresses: [10.201.%d.%%d]\n".formatted(100 + number % 100)::formatted);
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: crowd-NUMBER, namespace: crowd}
    spec:
      ports:
        - {name: http, port: 80, targetPort: 8080}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: crowd-NUMBER
      namespace: crowd
      labels:
        kubernetes.io/service-name: crowd-NUMBER
    addressType: IPv4
    ports:
      - {name: http, port: 8080, protocol: TCP}
    endpoints:
    """
            .replace("NUMBER", Integer.toString(number))
        + endpoints.collect(Collectors.joining());
  }

  private static int endpointsOfTheCrowd(Mesh mesh) throws Exception {
    return ControlPlane.of(mesh.settings()).targets().stream()
        .filter(target -> target.service().startsWith("crowd/crowd-"))
        .flatMap(target -> target.backends().stream())
        .mapToInt(TargetStatus.Share::endpoints)
        .sum();
  }

  /** What a process has held at the most. */
  private static String memory(long process) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .collect(Collectors.joining());
  }

  private static void leave(Mesh mesh) throws Exception {
    mesh.objects().delete(new ObjectKey("Deployment", "crowd", "caller"));
    mesh.objects().delete(new ObjectKey("Service", "crowd", "caller"));
    for (int number = 0; number < SERVICES; number++) {
      mesh.objects().delete(new ObjectKey("Service", "crowd", "crowd-" + number));
      mesh.objects().delete(new ObjectKey("EndpointSlice", "crowd", "crowd-" + number));
    }
  }
}
