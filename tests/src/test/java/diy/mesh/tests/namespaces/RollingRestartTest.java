package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.objects.ObjectKey;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is replaced while requests flow costs none of them. */
@NamespaceTest
class RollingRestartTest {

  private static final int CLIENTS = 4;
  private static final int REPLICAS = 2;

  private static String deployment(String version) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: rolling, namespace: scenes}
    spec:
      selector: {app: rolling}
      ports:
        - {name: http, port: 80, targetPort: http}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: rolling, namespace: scenes}
    spec:
      replicas: %d
      selector:
        matchLabels: {app: rolling}
      template:
        metadata:
          labels: {app: rolling}
        spec:
          containers:
            - name: app
              image: diy-mesh/test-server:dev
              env:
                - {name: VERSION, value: %s}
              ports:
                - {name: http, containerPort: 8080}
              readinessProbe:
                httpGet: {path: /who, port: http}
                periodSeconds: 1
    """
        .formatted(REPLICAS, version);
  }

  @AfterEach
  void the_pods_are_taken_away(Mesh mesh) throws Exception {
    mesh.objects().delete(new ObjectKey("Deployment", Mesh.NAMESPACE, "rolling"));
    mesh.objects().delete(new ObjectKey("Service", Mesh.NAMESPACE, "rolling"));
    while (!mesh.pods("rolling").isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void no_request_is_lost_while_new_pods_take_the_place_of_old_ones(Mesh mesh) throws Exception {
    var before = start(mesh);
    List<Load.Asked> asked;

    try (var load = load(mesh)) {
      load.awaitMore(500);
      mesh.apply(deployment("new"));
      while (!areReady(mesh.pods("rolling"))
          || mesh.pods("rolling").stream().anyMatch(pod -> isAmong(before, pod))) {
        load.awaitMore(10);
      }
      load.awaitMore(500);
      asked = load.stop();
    }

    assertThat(asked).extracting(Load.Asked::answer).containsOnly("old", "new");
    assertThat(asked.getLast().answer()).isEqualTo("new");
  }

  @Test
  void no_request_is_lost_while_one_proxy_after_the_other_ends_and_comes_back(Mesh mesh)
      throws Exception {
    var pods = start(mesh);
    List<Load.Asked> asked;

    try (var load = load(mesh)) {
      load.awaitMore(500);
      for (PodStatus pod : pods) {
        var proxy = ProcessHandle.of(mesh.findProxy(pod).orElseThrow()).orElseThrow();
        assertThat(proxy.destroy()).isTrue(); // SIGTERM
        // First it takes no traffic any more, then it does again; a look between shows both.
        while (endpointsInForce(mesh) == REPLICAS) {
          load.awaitMore(10);
        }
        while (proxy.isAlive()
            || mesh.findProxy(pod).isEmpty()
            || !areReady(mesh.pods("rolling"))
            || endpointsInForce(mesh) < REPLICAS) {
          load.awaitMore(10);
        }
      }
      load.awaitMore(500);
      asked = load.stop();
    }

    assertThat(asked).extracting(Load.Asked::answer).containsOnly("old");
  }

  /** How many take traffic, as the clients' proxy knows it; 0 while it is being told. */
  private static int endpointsInForce(Mesh mesh) throws Exception {
    var controlPlane = ControlPlane.of(mesh.settings());
    var client = mesh.pod("client").namespace() + "/" + mesh.pod("client").name();
    var target =
        controlPlane.targets().stream()
            .filter(each -> each.service().equals(Mesh.NAMESPACE + "/rolling"))
            .findFirst()
            .orElseThrow();
    boolean told =
        controlPlane.proxies().stream()
            .filter(each -> each.name().equals(client))
            .flatMap(each -> each.targets().stream())
            .anyMatch(held -> held.version().equals(target.version()) && held.acked());
    return told ? target.backends().stream().mapToInt(TargetStatus.Share::endpoints).sum() : 0;
  }

  /** The first pods, which are ready. */
  private static List<PodStatus> start(Mesh mesh) {
    mesh.apply(deployment("old"));
    var pods = mesh.pods("rolling");
    while (!areReady(pods)) {
      pods = mesh.pods("rolling");
    }
    return pods;
  }

  private static boolean isAmong(List<PodStatus> pods, PodStatus pod) {
    return pods.stream().anyMatch(each -> each.name().equals(pod.name()));
  }

  private static boolean areReady(List<PodStatus> pods) {
    return pods.size() == REPLICAS && pods.stream().allMatch(PodStatus::ready);
  }

  private static Load load(Mesh mesh) {
    return Load.start(mesh, "client", new InetSocketAddress(mesh.address("rolling"), 80), CLIENTS);
  }
}
