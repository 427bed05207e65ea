package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody sees who applies a CanaryRoute. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteStatusTest {

  private static final String NAMESPACE = "mesh-test-status";

  private ClusterMesh mesh;

  @BeforeAll
  void start() throws Exception {
    Kubectl.run("delete", "crd", "canaryroutes.mesh.diy", "--ignore-not-found");
    mesh = ClusterMesh.start(NAMESPACE); // before its kind is defined
    ClusterMesh.define();
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void the_order_of_applying_does_not_matter() throws Exception {
    Kubectl.apply(route("late", "late", "{service: late, weight: 1}, {service: late2, weight: 0}"));
    Kubectl.await(NAMESPACE, "canaryroute/late", "ResolvedRefs=false");
    assertThat(message("late", "ResolvedRefs"))
        .isEqualTo(
            "service mesh-test-status/late: no such Service; create it, or correct the route");

    Kubectl.apply(service("late"));
    Kubectl.apply(service("late2"));

    Kubectl.await(NAMESPACE, "canaryroute/late", "ResolvedRefs");
    assertThat(message("late", "ResolvedRefs")).isEqualTo("every Service it names is there");
  }

  @Test
  void a_list_of_routes_shows_service_weights_and_verdict() throws Exception {
    Kubectl.apply(service("shown"));
    Kubectl.apply(service("shown2"));
    Kubectl.apply(
        route("shown", "shown", "{service: shown, weight: 90}, {service: shown2, weight: 10}"));
    Kubectl.await(NAMESPACE, "canaryroute/shown", "Programmed");

    var lines = Kubectl.run("get", "canaryroutes", "shown", "-n", NAMESPACE).lines().toList();

    assertThat(lines.get(0).split(" {2,}"))
        .containsExactly("NAME", "SERVICE", "WEIGHTS", "ACCEPTED", "PROGRAMMED", "AGE");
    assertThat(lines.get(1).split(" {2,}"))
        .startsWith("shown", "shown", "shown 90, shown2 10", "True", "True");
  }

  @Test
  void a_second_route_says_with_which_one_it_conflicts_until_that_is_gone() throws Exception {
    Kubectl.apply(service("twice"));
    Kubectl.apply(route("first", "twice", "{service: twice, weight: 1}"));
    Kubectl.await(NAMESPACE, "canaryroute/first", "Accepted");
    Kubectl.apply(route("second", "twice", "{service: twice, weight: 2}"));
    Kubectl.await(NAMESPACE, "canaryroute/second", "Accepted=false");
    assertThat(message("second", "Accepted"))
        .contains("conflicts with CanaryRoute mesh-test-status/first")
        .contains("older; remove one of them");

    Kubectl.run("delete", "canaryroute", "first", "-n", NAMESPACE);

    Kubectl.await(NAMESPACE, "canaryroute/second", "Accepted");
  }

  @Test
  void a_proxy_that_uses_the_route_is_counted() throws Exception {
    Kubectl.apply(service("called"));
    Kubectl.apply(route("called", "called", "{service: called, weight: 1}"));
    Kubectl.await(NAMESPACE, "canaryroute/called", "Programmed");
    assertThat(message("called", "Programmed")).startsWith("no proxy calls its Service now");

    int port = mesh.controlPlane().streamPort();
    try (var proxy = new ClusterProxy(port, NAMESPACE, "app-a-1")) {
      var held = proxy.follow(address("called"));
      ClusterProxy.await(() -> ClusterProxy.weights(held).equals(List.of(1)));

      awaitMessage("called", "Programmed", "1 of 1 proxies use it");
    }
    awaitMessage(
        "called",
        "Programmed",
        "no proxy calls its Service now; the first that does gets" + " it at once");
  }

  @Test
  void what_is_wrong_in_a_route_alone_is_refused_with_field_and_reason() throws Exception {
    assertThat(refusal("{service: a, weight: -1}", ""))
        .contains("spec.backends[0].weight", "should be greater than or equal to 0");
    assertThat(refusal("{service: a, weight: 1000001}", ""))
        .contains("spec.backends[0].weight", "should be less than or equal to 1000000");
    assertThat(refusal("{service: a}", "")).contains("spec.backends[0].weight: Required value");
    assertThat(refusal("{service: A, weight: 1}", ""))
        .contains("spec.backends[0].service", "should match");
    assertThat(refusal("{service: a, weight: 1}, {service: a, weight: 2}", ""))
        .contains("spec.backends", "each backend may be named once");
    assertThat(refusal("", "")).contains("spec.backends", "at least 1 items");
    assertThat(refusal("{service: a, weight: 1}", "match: {}"))
        .contains("spec.match", "say headers, pathPrefix or both, or leave match out");
    assertThat(refusal("{service: a, weight: 1}", "match: {pathPrefix: beta}"))
        .contains("spec.match.pathPrefix", "should match");
    assertThat(
            refusal(
                "{service: a, weight: 1}",
                "match: {headers: [{name: X, value: a}, {name: x, value: b}]}"))
        .contains("spec.match.headers", "each header may be named once");
    assertThat(refusal("{service: a, wait: 1, weight: 1}", "")).contains("unknown field");
    assertThat(Kubectl.tried(head("none"), "apply", "-f", "-").text())
        .contains("spec: Required value");
  }

  private static String refusal(String backends, String match) throws IOException {
    String yaml = route("refused", "a", backends) + (match.isEmpty() ? "" : "  " + match + "\n");
    var said = Kubectl.tried(yaml, "apply", "-f", "-");
    assertThat(said.good()).as(said.text()).isFalse();
    return said.text();
  }

  private static void awaitMessage(String route, String condition, String message)
      throws IOException {
    Kubectl.run(
        "wait",
        "-n",
        NAMESPACE,
        "canaryroute/" + route,
        "--for=jsonpath={.status.conditions[?(@.type==\"%s\")].message}=%s"
            .formatted(condition, message),
        "--timeout=30s");
  }

  private static String message(String route, String condition) throws IOException {
    return Kubectl.run(
        "get",
        "canaryroute",
        route,
        "-n",
        NAMESPACE,
        "-o",
        "jsonpath={.status.conditions[?(@.type==\"%s\")].message}".formatted(condition));
  }

  static Address address(String service) throws IOException {
    return Address.of(
        Kubectl.run("get", "service", service, "-n", NAMESPACE, "-o", "jsonpath={.spec.clusterIP}"),
        80);
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

  private static String head(String name) {
    return """
    apiVersion: mesh.diy/v1alpha1
    kind: CanaryRoute
    metadata: {name: %s, namespace: %s}
    """
        .formatted(name, NAMESPACE);
  }

  private static String route(String name, String service, String backends) {
    return head(name)
        + """
        spec:
          service: %s
          backends: [%s]
        """
            .formatted(service, backends);
  }
}
