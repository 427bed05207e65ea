package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of several control planes one writes statuses. */
@KubernetesTest
class LeadershipTest {

  private static final String NAMESPACE = "mesh-test-leads";

  @Test
  void when_the_one_that_writes_statuses_stops_another_takes_its_place() throws Exception {
    ClusterMesh.define();
    try (var mesh = ClusterMesh.start(NAMESPACE)) {
      awaitLeader(NAMESPACE);
      try (var other = ClusterMesh.another("other")) {
        assertThat(other.streamPort()).isPositive();
        mesh.controlPlane().close();

        Kubectl.apply(
            """
            apiVersion: mesh.diy/v1alpha1
            kind: CanaryRoute
            metadata: {name: led, namespace: %s}
            spec: {service: led, backends: [{service: led, weight: 1}]}
            """
                .formatted(NAMESPACE));

        Kubectl.await(NAMESPACE, "canaryroute/led", "Accepted");
        awaitLeader("other");
      }
    }
  }

  private static void awaitLeader(String identity) throws Exception {
    Kubectl.run(
        "wait",
        "-n",
        "diy-mesh",
        "lease/control-plane",
        "--for=jsonpath={.spec.holderIdentity}=" + identity,
        "--timeout=60s");
  }
}
