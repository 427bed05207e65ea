package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.StreamStatus;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whom the control plane lets ask, by the API server's own word. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenTest {

  private static final String NAMESPACE = "mesh-test-token";

  private ClusterMesh mesh;

  @BeforeAll
  void start() throws Exception {
    ClusterMesh.define();
    mesh = ClusterMesh.start(NAMESPACE);
    ProxyCredentials.makePod(NAMESPACE, "one");
    ProxyCredentials.makePod(NAMESPACE, "other");
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void a_pods_own_token_opens_its_stream() throws Exception {
    String token = ProxyCredentials.token(NAMESPACE, "one", ProxyCredentials.AUDIENCE);
    try (var proxy = proxy("one", token)) {
      ClusterProxy.await(() -> proxy.status().up());
    }
  }

  @Test
  void another_pods_token_does_not() throws Exception {
    String token = ProxyCredentials.token(NAMESPACE, "other", ProxyCredentials.AUDIENCE);

    assertThat(problem("one", token))
        .startsWith(
            "PERMISSION_DENIED: hello: from %1$s/one with the token of %1$s/other"
                .formatted(NAMESPACE));
  }

  @Test
  void a_token_for_the_api_server_does_not() throws Exception {
    String token =
        ProxyCredentials.token(NAMESPACE, "one", "https://kubernetes.default.svc.cluster.local");

    assertThat(problem("one", token))
        .startsWith("UNAUTHENTICATED: the API server does not take the token: ")
        .contains("audience mesh.diy, not expired); restart the pod");
  }

  @Test
  void a_token_of_no_pod_does_not() throws Exception {
    String token = ProxyCredentials.create(NAMESPACE, "--audience=" + ProxyCredentials.AUDIENCE);

    assertThat(problem("one", token))
        .isEqualTo(
            "UNAUTHENTICATED: the token is of system:serviceaccount:%s:default and of no pod"
                    .formatted(NAMESPACE)
                + " (expected: one that the kubelet got for a pod)");
  }

  @Test
  void a_token_of_a_pod_that_is_gone_does_not() throws Exception {
    ProxyCredentials.makePod(NAMESPACE, "gone");
    String token = ProxyCredentials.token(NAMESPACE, "gone", ProxyCredentials.AUDIENCE);
    Kubectl.run("delete", "pod", "gone", "-n", NAMESPACE, "--now");

    assertThat(problem("gone", token)).startsWith("UNAUTHENTICATED: the API server does not take");
  }

  private ClusterProxy proxy(String pod, String token) throws Exception {
    return new ClusterProxy(
        mesh.controlPlane().streamPort(),
        NAMESPACE,
        pod,
        Optional.of(ProxyCredentials.with(token)));
  }

  /** Why there is no stream, as its proxy says. */
  private String problem(String pod, String token) throws Exception {
    try (var proxy = proxy(pod, token)) {
      ClusterProxy.await(() -> refused(proxy.status()));
      return proxy.status().problem();
    }
  }

  private static boolean refused(StreamStatus status) {
    return !status.up() && !status.problem().equals("not connected yet");
  }
}
