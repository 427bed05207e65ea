package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code kubectl mesh} says of the mesh in a cluster. */
@KubernetesTest
class MeshctlTest {

  private static final String NAMESPACE = "meshctl-test";
  private static final Path HOME = Path.of("..");

  private static InstalledMesh mesh;

  private record Said(int code, String output, String errors) {}

  @BeforeAll
  static void apps_that_share_their_requests() throws Exception {
    mesh = InstalledMesh.in(NAMESPACE).withApps();
    mesh.split(90, 10);
    try (var callers = mesh.callers()) {
      callers.next(1); // app-a's proxy asks for app-b
    }
  }

  @AfterAll
  static void the_namespace_is_taken_away() throws Exception {
    mesh.close();
  }

  @Test
  void status_and_get_show_the_pods_of_the_mesh_and_no_others() throws Exception {
    var pods = meshctl("get", "pods", "-n", NAMESPACE);
    assertThat(pods.output().lines().map(line -> line.split(" +", -1)[0]))
        .hasSize(4)
        .anyMatch(line -> line.startsWith(NAMESPACE + "/app-a-"));
    assertThat(meshctl("get", "pods").output()).doesNotContain("kube-system/");
    assertThat(meshctl("status").output())
        .contains(NAMESPACE + "/app-b2", "SERVICE", NAMESPACE + "/app-b ")
        .doesNotContain("kube-system/");
    assertThat(meshctl("get", "deployments", "-n", NAMESPACE).output())
        .containsPattern(NAMESPACE + "/app-a +1/1");
  }

  @Test
  void proxies_say_that_they_are_connected() throws Exception {
    assertThat(meshctl("get", "proxies", "-n", NAMESPACE).output().lines().skip(1))
        .hasSize(3)
        .allMatch(line -> line.contains(" yes "));
  }

  @Test
  void routes_show_weights_and_who_has_acknowledged_them() throws Exception {
    var routes = meshctl("routes", NAMESPACE + "/app-b");

    assertThat(routes.output())
        .contains(
            "rule     CanaryRoute %s/app-b, generation 1".formatted(NAMESPACE),
            "weight   90 of 100 to %s/app-b, 1 endpoint".formatted(NAMESPACE),
            "weight   10 of 100 to %s/app-b2, 1 endpoint".formatted(NAMESPACE))
        .containsPattern("proxies  %s/app-a-\\S+ acked".formatted(NAMESPACE));
    assertThat(meshctl("routes").output()).doesNotContain("kube-dns");
  }

  @Test
  void endpoints_say_who_serves() throws Exception {
    assertThat(meshctl("endpoints", NAMESPACE + "/app-b").output())
        .containsPattern(NAMESPACE + "/app-b +[0-9.]+:8080 +yes +yes +no +app-b-");
  }

  @Test
  void the_proxy_of_a_pod_explains_a_request() throws Exception {
    var said = meshctl("explain", "GET", "http://app-b/cart", "--from", NAMESPACE + "/app-a");

    assertThat(said.output())
        .contains(
            "Service %s/app-b, port 80".formatted(NAMESPACE),
            "rule          CanaryRoute %s/app-b".formatted(NAMESPACE),
            "90 of 100 (90.0 %%) to %s/app-b".formatted(NAMESPACE))
        .containsPattern("=> goes to [0-9.]+:8080");
    assertThat(said.code()).isZero();
  }

  @Test
  void a_name_that_is_no_service_is_said_to_be_none() throws Exception {
    var said = meshctl("explain", "GET", "http://app-x/", "--from", NAMESPACE + "/app-a");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.errors()).contains("app-x: no Service %s/app-x".formatted(NAMESPACE));
  }

  @Test
  void logs_are_those_of_the_container_that_is_named() throws Exception {
    var ofProxy = meshctl("logs", NAMESPACE + "/app-a", "-c", "mesh-proxy", "--tail", "5");

    assertThat(ofProxy.code()).isZero();
    assertThat(ofProxy.output().lines()).hasSizeBetween(1, 5);
    assertThat(meshctl("logs", NAMESPACE + "/app-x").errors())
        .contains("app-x: none of that name (there are:");
  }

  @Test
  void a_pod_that_missed_its_sidecar_is_found_with_the_command_that_helps() throws Exception {
    mesh.tried(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: late}
        spec:
          selector: {matchLabels: {app: late}}
          template:
            metadata: {labels: {app: late, mesh.diy/inject: disabled}}
            spec:
              containers:
              - {name: app, image: localhost/mesh-busybox:1, imagePullPolicy: IfNotPresent,
                 command: [sleep, "1000"]}
        """,
        "apply",
        "-f",
        "-");
    mesh.awaitRollout("late");
    mesh.run("label", "pod", "-l", "app=late", "--overwrite", "mesh.diy/inject-");

    var found = meshctl("check");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.output())
        .containsPattern("wrong  pod %s/late-\\S+ missed its sidecar".formatted(NAMESPACE))
        .contains("make it anew: kubectl rollout restart deployment late -n " + NAMESPACE);
    mesh.run("delete", "deployment/late", "--wait=true");
    mesh.run("wait", "pod", "-l", "app=late", "--for=delete", "--timeout=60s");
    assertThat(meshctl("check").output())
        .doesNotContain("late-")
        .contains("ok     control-plane: 1/1 replicas ready")
        .contains("ok     admission-controller: 2/2 replicas ready")
        .contains("ok     the control plane answers")
        .containsPattern(Pattern.compile("^ok     \\d+ proxies, all connected", Pattern.MULTILINE));
  }

  @Test
  void a_context_that_is_unknown_is_named() throws Exception {
    var said = meshctl("status", "--context", "nowhere");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.errors()).contains("nowhere");
  }

  private static Said meshctl(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(HOME.resolve("kubectl-mesh").toString()));
    command.addAll(List.of(words));
    var errors = Files.createTempFile("meshctl", ".err");
    try {
      var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }
}
