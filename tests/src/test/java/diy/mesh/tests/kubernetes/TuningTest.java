package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a pod's annotations say about its proxy is what the proxy does. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuningTest {

  private static final String NAMESPACE = "mesh-test-tuning";
  private static final Path APP = Path.of("..", "sample-app", "k8s", "app-b.yaml");
  private static final String PROXY = ".spec.initContainers[?(@.name==\"mesh-proxy\")]";

  private final HttpClient client = HttpClient.newHttpClient();
  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in(NAMESPACE);
    String annotated =
        """
        template:
            metadata:
              annotations:
                mesh.diy/opaque-ports: "8080"
                mesh.diy/access-log: json
                mesh.diy/log-level: debug
                mesh.diy/proxy-cpu-request: 123m
                mesh.diy/proxy-memory-limit: 200Mi
        """
            .strip();
    Kubectl.apply(
        Files.readString(APP)
            .replace("namespace: demo", "namespace: " + NAMESPACE)
            .replace("template:\n    metadata:", annotated));
    mesh.awaitRollout("app-b");
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void it_logs_what_and_as_it_is_told() throws Exception {
    assertThat(ask("http://%s:15020/logging".formatted(pod(".status.podIP"))))
        .contains("\"level\":\"debug\"")
        .contains("\"accessLog\":\"json\"");
  }

  @Test
  void it_relays_an_opaque_port_and_says_so_in_a_line_of_json() throws Exception {
    String service = mesh.run("get", "service/app-b", "-o", "jsonpath={.spec.clusterIP}");

    assertThat(ask("http://" + service + "/")).startsWith("app-b v1");

    client.close(); // a relayed connection has its line when it is over
    ClusterProxy.await(() -> log().contains("\"protocol\":\"opaque\""));
    assertThat(log())
        .contains("\"direction\":\"inbound\"")
        .doesNotContain("\"path\""); // of the kubelet's probes neither: nobody looked inside
  }

  @Test
  void it_has_what_it_asks_for() throws Exception {
    assertThat(pod(PROXY + ".resources.requests.cpu")).isEqualTo("123m");
    assertThat(pod(PROXY + ".resources.limits.memory")).isEqualTo("200Mi");
  }

  private String pod(String path) throws IOException {
    return mesh.run("get", "pods", "-o", "jsonpath={.items[0]" + path + "}");
  }

  private String log() {
    try {
      return mesh.run("logs", "deployment/app-b", "-c", "mesh-proxy");
    } catch (IOException e) {
      return "";
    }
  }

  private String ask(String url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
