package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Address;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody sees who applies an HTTPRoute for a Service. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpRouteTest {

  private static final String NAMESPACE = "mesh-test-httproute";

  private ClusterMesh mesh;

  @BeforeAll
  void start() throws Exception {
    ClusterMesh.define();
    mesh = ClusterMesh.start(NAMESPACE);
    Kubectl.apply(service("b"));
    Kubectl.apply(service("b2"));
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void a_proxy_gets_its_rules_and_its_status_says_so() throws Exception {
    Kubectl.apply(
        route(
            "b",
            """
            - matches:
              - path: {type: PathPrefix, value: /beta}
                headers: [{name: x-tester, value: 'yes'}]
              backendRefs: [{name: b2, port: 80}]
            - backendRefs: [{name: b, port: 80, weight: 90}, {name: b2, port: 80, weight: 10}]
            """));
    awaitStatus("b", "Programmed", "NoProxies");

    try (var proxy = new ClusterProxy(mesh.controlPlane().streamPort(), NAMESPACE, "app-a-1")) {
      var held =
          proxy.follow(
              Address.of(
                  Kubectl.run(
                      "get", "service", "b", "-n", NAMESPACE, "-o", "jsonpath={.spec.clusterIP}"),
                  80));
      ClusterProxy.await(() -> ClusterProxy.rules(held).size() == 2);

      assertThat(ClusterProxy.rules(held))
          .extracting(Rule::conditions)
          .containsExactly("path below /beta, x-tester: yes", "every request");
      assertThat(ClusterProxy.rules(held).getLast().backends().weights())
          .isEqualTo(List.of(90, 10));
      awaitStatus("b", "Programmed", "Programmed");
    }
    assertThat(status("b", "Accepted", "status")).isEqualTo("True");
    assertThat(status("b", "ResolvedRefs", "reason")).isEqualTo("ResolvedRefs");
  }

  @Test
  void a_field_that_the_mesh_does_not_know_yet_is_named() throws Exception {
    Kubectl.apply(
        route(
            "filtered",
            """
            - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: b, port: 80}}}]
              backendRefs: [{name: b, port: 80}]
            """));

    awaitStatus("filtered", "Accepted", "UnsupportedValue");

    assertThat(status("filtered", "Accepted", "status")).isEqualTo("False");
    assertThat(status("filtered", "Accepted", "message"))
        .isEqualTo(
            "spec.rules[0].filters: not supported yet (expected: only backendRefs, matches, name)");
  }

  @Test
  void a_backend_that_is_not_there_is_named_until_it_comes() throws Exception {
    Kubectl.apply(route("late", "- backendRefs: [{name: late, port: 80}]"));
    awaitStatus("late", "ResolvedRefs", "BackendNotFound");
    assertThat(status("late", "ResolvedRefs", "message"))
        .startsWith("backend " + NAMESPACE + "/late: no such Service; create it");

    Kubectl.apply(service("late"));

    awaitStatus("late", "ResolvedRefs", "ResolvedRefs");
  }

  @Test
  void each_parent_hears_of_its_own_and_what_others_say_stays() throws Exception {
    Kubectl.apply(
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: many, namespace: %s}
        spec:
          parentRefs:
          - {name: edge}
          - {group: "", kind: Service, name: of-many}
          - {group: "", kind: Service, name: absent}
          rules: [{backendRefs: [{name: b, port: 80}]}]
        """
            .formatted(NAMESPACE));
    awaitReason("many", 1, "Accepted", "NoMatchingParent");
    Kubectl.run(
        "patch",
        "httproute",
        "many",
        "-n",
        NAMESPACE,
        "--subresource=status",
        "--type=json",
        "-p",
        """
        [{"op": "add", "path": "/status/parents/0", "value":
          {"parentRef": {"name": "edge"}, "controllerName": "example.com/edge", "conditions": [
            {"type": "Accepted", "status": "True", "reason": "Accepted", "message": "",
             "observedGeneration": 1, "lastTransitionTime": "2026-11-01T12:00:00Z"}]}}]
        """);

    Kubectl.apply(service("of-many"));

    awaitReason("many", 1, "Accepted", "Accepted");
    assertThat(of("many", ".status.parents[*].controllerName"))
        .isEqualTo("example.com/edge mesh.diy/control-plane mesh.diy/control-plane");
    assertThat(of("many", ".status.parents[2]" + condition("Accepted", "reason")))
        .isEqualTo("NoMatchingParent");
    assertThat(of("many", ".status.parents[2]" + condition("Accepted", "message")))
        .isEqualTo(
            "service %s/absent: no such Service; create it, or correct the route"
                .formatted(NAMESPACE));
    assertThat(of("many", ".status.parents[2]" + condition("Accepted", "observedGeneration")))
        .isEqualTo("1");
  }

  @Test
  void a_route_that_goes_to_a_gateway_keeps_no_word_of_ours() throws Exception {
    Kubectl.apply(route("leaving", "- backendRefs: [{name: b, port: 80}]"));
    awaitStatus("leaving", "Accepted", "Accepted");

    Kubectl.run(
        "patch",
        "httproute",
        "leaving",
        "-n",
        NAMESPACE,
        "--type=merge",
        "-p",
        "{\"spec\": {\"parentRefs\": [{\"name\": \"edge\"}]}}");

    ClusterProxy.await(() -> says("leaving", ".status.parents", "[]"));
  }

  private static void awaitStatus(String route, String condition, String reason)
      throws IOException {
    awaitReason(route, 0, condition, reason);
  }

  private static void awaitReason(String route, int parent, String condition, String reason)
      throws IOException {
    Kubectl.run(
        "wait",
        "-n",
        NAMESPACE,
        "httproute/" + route,
        "--for=jsonpath={.status.parents[%d]%s}=%s"
            .formatted(parent, condition(condition, "reason"), reason),
        "--timeout=30s");
  }

  private static String status(String route, String condition, String field) throws IOException {
    return of(route, ".status.parents[0]" + condition(condition, field));
  }

  private static boolean says(String route, String path, String what) {
    try {
      return of(route, path).equals(what);
    } catch (IOException e) {
      return false;
    }
  }

  private static String of(String route, String path) throws IOException {
    return Kubectl.run("get", "httproute", route, "-n", NAMESPACE, "-o", "jsonpath={" + path + "}");
  }

  private static String condition(String type, String field) {
    return ".conditions[?(@.type==\"%s\")].%s".formatted(type, field);
  }

  private static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: %s}
    spec: {ports: [{name: http, port: 80}]}
    """
        .formatted(name, NAMESPACE);
  }

  /** For a Service of its own, but for the first one. */
  private static String route(String name, String rules) throws IOException {
    if (!name.equals("b")) {
      Kubectl.apply(service("of-" + name));
    }
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: %s, namespace: %s}
    spec:
      parentRefs: [{group: "", kind: Service, name: %s}]
      rules:
    %s
    """
        .formatted(name, NAMESPACE, name.equals("b") ? "b" : "of-" + name, rules.indent(2));
  }
}
