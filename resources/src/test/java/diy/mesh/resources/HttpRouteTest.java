package diy.mesh.resources;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.ServiceName;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HttpRouteTest {

  private static final String PARENT = "{group: '', kind: Service, name: app-b}";
  private static final String BACKEND = "{name: app-b, port: 80}";

  @Test
  void it_shares_a_services_requests_by_path_header_and_weight() {
    var route =
        route(
            "{group: '', kind: Service, name: app-b, port: 80}",
            """
            {matches: [{path: {type: Exact, value: /a}, headers: [{name: X-Tester, value: 'yes'}]},
                       {path: {value: /b}}, {}],
             backendRefs: [{name: app-b, port: 80, weight: 90},
                           {kind: Service, group: '', name: app-b2, port: 8080}]}
            """);

    assertThat(route.parents())
        .containsExactly(new Route.Parent(service("app-b"), OptionalInt.of(80)));
    assertThat(route.rules())
        .containsExactly(
            new RouteRule(
                List.of(
                    new RequestMatch(
                        new PathMatch.Exact("/a"), List.of(new HeaderMatch("x-tester", "yes"))),
                    new RequestMatch(new PathMatch.Prefix("/b"), List.of()),
                    RequestMatch.ANY),
                List.of(
                    new RouteBackend(service("app-b"), 90, OptionalInt.of(80)),
                    new RouteBackend(service("app-b2"), 1, OptionalInt.of(8080)))));
  }

  @Test
  void one_that_is_for_a_gateway_alone_is_for_others_whatever_it_says() {
    var file = read("{name: edge}", "{filters: [{type: RequestMirror}]}", "");

    assertThat(file.problems()).isEmpty();
    assertThat(file.resources()).singleElement().isInstanceOf(OtherResource.class);
  }

  @Test
  void a_gateway_beside_a_service_is_left_to_others() {
    assertThat(route("{name: edge}, " + PARENT, rule(BACKEND)).parents())
        .containsExactly(new Route.Parent(service("app-b"), OptionalInt.empty()));
  }

  @Test
  void what_the_mesh_does_not_do_yet_is_refused_by_its_name() {
    assertRefused("{filters: [], backendRefs: [%s]}", "spec.rules[0].filters: not supported yet");
    assertRefused("{timeouts: {}, backendRefs: [%s]}", "spec.rules[0].timeouts: not supported");
    assertRefused("{retry: {}, backendRefs: [%s]}", "spec.rules[0].retry: not supported yet");
    assertRefused(
        "{sessionPersistence: {}, backendRefs: [%s]}", "spec.rules[0].sessionPersistence: not");
    assertRefused(
        "{matches: [{method: GET}], backendRefs: [%s]}", "spec.rules[0].matches[0].method: not");
    assertRefused(
        "{matches: [{queryParams: []}], backendRefs: [%s]}",
        "spec.rules[0].matches[0].queryParams: not supported yet");
    assertRefused(
        "{matches: [{path: {type: RegularExpression, value: a}}], backendRefs: [%s]}",
        "spec.rules[0].matches[0].path.type: RegularExpression is not supported yet (expected:"
            + " Exact or PathPrefix)");
    assertRefused(
        "{matches: [{headers: [{type: RegularExpression, name: a, value: b}]}], backendRefs: [%s]}",
        "spec.rules[0].matches[0].headers[0].type: RegularExpression is not supported yet");
    assertThat(problems(PARENT, rule(BACKEND), "hostnames: [a.example]"))
        .singleElement()
        .asString()
        .contains("spec.hostnames: not supported yet (expected: only parentRefs, rules)");
  }

  @Test
  void what_it_names_must_be_a_service_of_its_own_namespace() {
    assertThat(problems("{kind: Service, name: app-b}", rule(BACKEND), ""))
        .singleElement()
        .asString()
        .contains("spec.parentRefs[0].group: Service of the group 'gateway.networking.k8s.io'");
    assertThat(problems("{group: '', kind: Service, namespace: other, name: a}", rule(BACKEND), ""))
        .singleElement()
        .asString()
        .contains("spec.parentRefs[0].namespace: other (expected: not supported yet;");
    assertThat(problems(PARENT + ", " + PARENT, rule(BACKEND), ""))
        .singleElement()
        .asString()
        .contains("spec.parentRefs[1].name: app-b a second time (expected: once)");
    assertThat(problems(PARENT, rule("{kind: Import, group: x, name: a, port: 80}"), ""))
        .singleElement()
        .asString()
        .contains("spec.rules[0].backendRefs[0].kind: Import of the group 'x'");
    assertThat(problems(PARENT, rule("{name: a}"), ""))
        .singleElement()
        .asString()
        .contains("spec.rules[0].backendRefs[0].port: missing");
    assertThat(problems(PARENT, "{}", ""))
        .singleElement()
        .asString()
        .contains("spec.rules[0].backendRefs: missing");
  }

  private static void assertRefused(String rule, String message) {
    assertThat(problems(PARENT, rule.formatted(BACKEND), ""))
        .singleElement()
        .asString()
        .contains(message);
  }

  private static String rule(String backend) {
    return "{backendRefs: [%s]}".formatted(backend);
  }

  private static ServiceName service(String name) {
    return new ServiceName("demo", name);
  }

  private static HttpRoute route(String parents, String rule) {
    var file = read(parents, rule, "");
    assertThat(file.problems()).isEmpty();
    return (HttpRoute) file.resources().getFirst();
  }

  private static List<Problem> problems(String parents, String rule, String more) {
    return read(parents, rule, more).problems();
  }

  private static ResourceFile read(String parents, String rule, String more) {
    return ResourceFile.read(
        "t.yaml",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: app-b, namespace: demo}
        spec:
          parentRefs: [%s]
          %s
          rules: [%s]
        """
            .formatted(parents, more, rule.strip().replace("\n", " ")));
  }
}
