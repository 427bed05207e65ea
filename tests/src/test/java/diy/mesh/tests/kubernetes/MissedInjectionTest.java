package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of a pod that is made while the admission controller is away. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissedInjectionTest {

  private static final String NAMESPACE = "mesh-test-missed";
  private static final Path APP = Path.of("..", "sample-app", "k8s", "app-b.yaml");
  private static final String PODS = "app.kubernetes.io/name=admission-controller";

  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in(NAMESPACE);
  }

  @AfterAll
  void stop() throws Exception {
    scale(2);
    InstalledMesh.awaitPlanes();
    mesh.close();
  }

  @Test
  void while_nobody_injects_a_pod_starts_and_says_that_it_is_outside() throws Exception {
    scale(0);
    Kubectl.run("wait", "pods", "-n", "diy-mesh", "-l", PODS, "--for=delete", "--timeout=60s");
    Kubectl.apply(Files.readString(APP).replace("namespace: demo", "namespace: " + NAMESPACE));
    mesh.awaitRollout("app-b");
    assertThat(ofPod("{.spec.initContainers[*].name}")).isEmpty();

    String event = "event/missed-injection-" + ofPod("{.metadata.uid}");
    mesh.run("wait", event, "--for=create", "--timeout=120s");

    assertThat(mesh.run("get", event, "-o", "jsonpath={.type} {.reason}: {.message}"))
        .startsWith("Warning MissedInjection: outside of the mesh: ")
        .endsWith("kubectl rollout restart deployment app-b -n " + NAMESPACE);
    assertThat(mesh.run("describe", "pods")).contains("MissedInjection");

    scale(2);
    InstalledMesh.awaitPlanes();
    mesh.run("rollout", "restart", "deployment", "app-b");
    mesh.awaitRollout("app-b");

    assertThat(ofPod("{.spec.initContainers[*].name}")).isEqualTo("mesh-init mesh-proxy");
  }

  /** Of the newest. */
  private String ofPod(String path) throws IOException {
    return mesh.run(
        "get",
        "pods",
        "--sort-by=.metadata.creationTimestamp",
        "-o",
        "jsonpath={.items[-1:]" + path.substring(1));
  }

  private static void scale(int replicas) throws IOException {
    Kubectl.run(
        "scale", "deployment/admission-controller", "-n", "diy-mesh", "--replicas=" + replicas);
  }
}
