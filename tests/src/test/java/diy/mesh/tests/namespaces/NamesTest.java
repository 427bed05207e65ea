package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.objects.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Service names as Kubernetes resolves them. */
@NamespaceTest
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "client, stable",
    "client, stable.scenes",
    "client, stable.scenes.svc",
    "client, stable.scenes.svc.cluster.local",
    "outsider, stable.scenes",
    "outsider, stable.scenes.svc",
    "outsider, stable.scenes.svc.cluster.local",
    "outsider, echo",
    "client, echo.outside",
  })
  void a_service_has_all_its_names_in_pods_with_a_proxy_and_without(
      String pod, String name, Mesh mesh) {
    assertThat(mesh.curl(pod, "http://%s/who".formatted(name)).output())
        .startsWith(name.startsWith("echo") ? "outsider " : "stable ");
  }

  @Test
  void a_service_applied_later_is_found(Mesh mesh) throws Exception {
    mesh.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: newcomer, namespace: scenes}
        spec:
          selector: {app: canary}
          ports:
            - {name: http, port: 8000, targetPort: http}
        """);

    for (String pod : new String[] {"client", "outsider"}) {
      assertThat(mesh.curl(pod, "http://newcomer.scenes:8000/who").output()).startsWith("canary ");
    }
    mesh.objects().delete(new ObjectKey("Service", Mesh.NAMESPACE, "newcomer"));
  }
}
