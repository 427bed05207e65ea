package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a kubelet finds out about an app that is behind a proxy. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesTest {

  private static final String NAMESPACE = "mesh-test-probes";

  /** Starts the app's program only when it is told to. */
  private static final String LATE =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: late, namespace: mesh-test-probes}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: app
          image: diy-mesh/sample-app:dev
          command: [sh, -c, "until [ -e /tmp/listen ]; do sleep 0.1; done;
            exec /app/runtime/bin/java -jar /app/sample-app.jar"]
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}
      """;

  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in(NAMESPACE);
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void a_pod_whose_app_does_not_listen_is_not_ready_until_it_does() throws Exception {
    Kubectl.apply(LATE);
    ClusterProxy.await(() -> complaints().contains("statuscode: 503"));
    String before = ready();
    Kubectl.run("exec", "-n", NAMESPACE, "late", "-c", "app", "--", "touch", "/tmp/listen");
    Kubectl.await(NAMESPACE, "pod/late", "Ready");

    assertThat(before).isEqualTo("False");
    assertThat(ready()).isEqualTo("True");
  }

  private String complaints() {
    try {
      return mesh.run(
          "get",
          "events",
          "--field-selector",
          "involvedObject.name=late,reason=Unhealthy,involvedObject.fieldPath=spec.containers{app}",
          "-o",
          "jsonpath={.items[*].message}");
    } catch (IOException e) {
      return "";
    }
  }

  private String ready() throws IOException {
    return mesh.run(
        "get", "pod/late", "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}");
  }
}
