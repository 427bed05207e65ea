package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.objects.ObjectKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order in which objects are applied never matters. */
@NamespaceTest
class UnknownBackendTest {

  private static final String LATER =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: later, namespace: scenes}
      spec:
        selector: {app: canary}
        ports:
          - {name: http, port: 80, targetPort: http}
      """;

  @AfterEach
  void the_service_is_taken_away(Mesh mesh) throws Exception {
    mesh.objects().delete(new ObjectKey("Service", Mesh.NAMESPACE, "later"));
  }

  @Test
  void the_share_of_an_unknown_service_is_answered_500_until_it_appears(Mesh mesh) {
    var applied = mesh.apply(Routes.split("incomplete", "stable", 75, "later", 25));
    assertThat(applied.errors()).contains("later");

    var before = statuses(mesh);

    assertThat(before.lines().filter("200 "::equals)).hasSize(75);
    assertThat(before.lines().filter("500 unknown-backend"::equals)).hasSize(25);

    mesh.apply(LATER);

    var after = mesh.curl("client", "http://incomplete/who?[1-100]").output();
    assertThat(after.lines().filter(line -> line.startsWith("stable "))).hasSize(75);
    assertThat(after.lines().filter(line -> line.startsWith("canary "))).hasSize(25);
  }

  @Test
  void a_refusal_says_what_is_missing_and_what_helps(Mesh mesh) {
    mesh.apply(Routes.split("incomplete", "stable", 0, "later", 100));

    var answer = mesh.curl("client", "--include", "http://incomplete/who").output();

    assertThat(answer).startsWith("HTTP/1.1 500").contains("mesh-refusal: unknown-backend");
    assertThat(answer).contains("later").contains("create it");
  }

  private static String statuses(Mesh mesh) {
    return mesh.curl(
            "client",
            "--output",
            "/dev/null",
            "--write-out",
            "%{http_code} %header{mesh-refusal}\n",
            "http://incomplete/who?[1-100]")
        .output();
  }
}
