package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The API server goes and comes back: nothing is lost, and what changes then is heard of. */
@KubernetesTest
@EnabledIfEnvironmentVariable(
    named = "MESH_RESTART_API_SERVER",
    matches = ".+",
    disabledReason =
        "set MESH_RESTART_API_SERVER to a command that kills the API server and ends"
            + " when it is back")
class ApiServerRestartTest {

  private static final String NAMESPACE = "mesh-test-restart";

  @Test
  void proxies_hold_what_they_held_and_hear_of_what_comes_after() throws Exception {
    ClusterMesh.define();
    try (var mesh = ClusterMesh.start(NAMESPACE);
        var proxy = new ClusterProxy(mesh.controlPlane().streamPort(), NAMESPACE, "app-a-1")) {
      Kubectl.apply(service());
      Kubectl.apply(route(90, 10));
      String ip =
          Kubectl.run("get", "service", "b", "-n", NAMESPACE, "-o", "jsonpath={.spec.clusterIP}");
      var held = proxy.follow(Address.of(ip, 80));
      ClusterProxy.await(() -> ClusterProxy.weights(held).equals(List.of(90, 10)));

      // The shell reads the variable: only a Main reads the environment here.
      var restart = new ProcessBuilder("sh", "-c", "$MESH_RESTART_API_SERVER").inheritIO().start();
      assertThat(restart.waitFor()).isZero();
      assertThat(ClusterProxy.weights(held)).containsExactly(90, 10);
      Kubectl.apply(route(20, 80));

      ClusterProxy.await(() -> ClusterProxy.weights(held).equals(List.of(20, 80)));
      Kubectl.run(
          "wait",
          "-n",
          NAMESPACE,
          "canaryroute/b",
          "--for=jsonpath={.status.weights}=b 20, b2 80",
          "--timeout=60s");
    }
  }

  private static String service() {
    return """
    {apiVersion: v1, kind: Service, metadata: {name: b, namespace: %s}, spec: {ports: [{port: 80}]}}
    """
        .formatted(NAMESPACE);
  }

  private static String route(int stable, int canary) {
    return """
    apiVersion: mesh.diy/v1alpha1
    kind: CanaryRoute
    metadata: {name: b, namespace: %s}
    spec: {service: b, backends: [{service: b, weight: %d}, {service: b2, weight: %d}]}
    """
        .formatted(NAMESPACE, stable, canary);
  }
}
