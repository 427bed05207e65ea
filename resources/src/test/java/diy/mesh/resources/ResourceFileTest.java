package diy.mesh.resources;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.route.Origin;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.yaml.Tree;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResourceFileTest {

  private static final String CANARY =
      """
      apiVersion: mesh.diy/v1alpha1
      kind: CanaryRoute
      metadata: {name: app-b, namespace: demo}
      spec:
        service: app-b
        backends:
          - {service: app-b,  weight: 90}
          - {service: app-b2, weight: 10, port: 8080}
      """;

  @Test
  void a_kustomization_is_passed_over() {
    var file =
        ResourceFile.read(
            "kustomization.yaml",
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [app-a.yaml]
            """);

    assertThat(file.problems()).isEmpty();
    assertThat(file.documents()).isEmpty();
  }

  @Test
  void a_canary_route_is_read() {
    var route = (CanaryRoute) only(CANARY);

    assertThat(route.origin())
        .isEqualTo(new Origin.InFile("CanaryRoute", "demo/app-b", "test.yaml", 1));
    assertThat(route.service()).isEqualTo(service("app-b"));
    assertThat(route.backends())
        .containsExactly(
            new RouteBackend(service("app-b"), 90, OptionalInt.empty()),
            new RouteBackend(service("app-b2"), 10, OptionalInt.of(8080)));
  }

  @Test
  void a_service_is_read() {
    var service =
        (Service)
            only(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: app-b, creationTimestamp: "2026-11-01T12:00:00Z"}
                spec:
                  clusterIP: 10.202.0.7
                  clusterIPs: [10.202.0.7, "fd00::7"]
                  selector: {app: app-b}
                  somethingNew: true
                  ports:
                    - {name: http, port: 80, targetPort: web, appProtocol: http}
                    - {name: dns, port: 53, protocol: UDP}
                """);

    assertThat(service.name()).isEqualTo(new ServiceName("default", "app-b"));
    assertThat(service.metadata().creationTimestamp())
        .contains(Instant.parse("2026-11-01T12:00:00Z"));
    assertThat(service.clusterIps())
        .containsExactly(InetAddress.ofLiteral("10.202.0.7"), InetAddress.ofLiteral("fd00::7"));
    assertThat(service.selector()).isEqualTo(Map.of("app", "app-b"));
    assertThat(service.ports())
        .containsExactly(
            new Service.Port(
                "http", 80, new Service.TargetPort.Named("web"), Protocol.TCP, Optional.of("http")),
            new Service.Port(
                "dns", 53, new Service.TargetPort.Numbered(53), Protocol.UDP, Optional.empty()));
  }

  @Test
  void headless_and_external_services_have_no_address() {
    var headless = (Service) only(serviceWith("clusterIP: None"));
    var unassigned = (Service) only(serviceWith("clusterIP: ''"));
    var external = (Service) only(serviceWith("type: ExternalName"));

    assertThat(List.of(headless, unassigned, external))
        .allSatisfy(service -> assertThat(service.clusterIps()).isEmpty());
  }

  @Test
  void what_is_no_whole_address_is_refused() {
    assertThat(problems(serviceWith("clusterIP: '10.1'")))
        .containsExactly("test.yaml:4: spec.clusterIP: '10.1' (expected: an IP address)");
    assertThat(problems(serviceWith("clusterIPs: [10.0.0.0/8, app-b]")))
        .containsExactly(
            "test.yaml:4: spec.clusterIPs[0]: '10.0.0.0/8' (expected: an IP address)",
            "test.yaml:4: spec.clusterIPs[1]: 'app-b' (expected: an IP address)");
  }

  @Test
  void an_endpoint_slice_is_read_and_what_it_does_not_say_is_ready() {
    var slice =
        (EndpointSlice)
            only(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: app-b-x
                  namespace: demo
                  labels: {kubernetes.io/service-name: app-b}
                addressType: IPv4
                endpoints:
                  - {addresses: [10.201.0.5], targetRef: {kind: Pod, name: app-b-1}}
                  - addresses: [10.201.0.6]
                    conditions: {ready: false, serving: true, terminating: true}
                ports: [{name: http, port: 8080}]
                """);

    assertThat(slice.service()).contains(service("app-b"));
    assertThat(slice.endpoints())
        .containsExactly(
            new EndpointSlice.SliceEndpoint(
                List.of(InetAddress.ofLiteral("10.201.0.5")), true, true, false, "app-b-1"),
            new EndpointSlice.SliceEndpoint(
                List.of(InetAddress.ofLiteral("10.201.0.6")), false, true, true, ""));
    assertThat(slice.ports())
        .containsExactly(new EndpointSlice.SlicePort("http", OptionalInt.of(8080), Protocol.TCP));
  }

  @Test
  void other_kinds_are_passed_over_with_their_text_and_tree() {
    String deployment =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {x: 1}\n";

    var file = ResourceFile.read("test.yaml", CANARY + "---\n" + deployment);

    var document = file.documents().get(1);
    assertThat(document.text()).isEqualTo("---\n" + deployment);
    assertThat(document.resource()).isInstanceOf(OtherResource.class);
    assertThat(document.resource().key())
        .isEqualTo(new ResourceKey("apps", "Deployment", "default", "a"));
    assertThat(((Tree.Mapping) document.tree()).get("spec"))
        .extracting(Tree::toPlain)
        .isEqualTo(Map.of("x", 1L));
  }

  @Test
  void everything_wrong_with_a_route_is_said_at_once() {
    var file =
        ResourceFile.read(
            "canary.yaml",
            """
            apiVersion: mesh.diy/v1alpha1
            kind: CanaryRoute
            metadata: {name: app-b, lables: {}}
            spec:
              service: demo/app-b
              retries: 3
              backends:
                - {service: app-b, weight: -1}
                - {service: app-b2, weight: "10"}
                - {service: app-b3, weight: 1.5}
                - {service: app-b4}
                - {service: app-b5, weight: 1000001}
                - {service: app-b6, weight: 1, wieght: 2}
                - {service: app-b6, weight: 1}
            """);

    assertThat(file.documents()).isEmpty();
    assertThat(file.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "canary.yaml:3: metadata.lables: not a field of this (expected: one of [annotations,"
                + " creationTimestamp, deletionGracePeriodSeconds, deletionTimestamp, finalizers,"
                + " generateName, generation, labels, managedFields, name, namespace,"
                + " ownerReferences, resourceVersion, selfLink, uid])",
            "canary.yaml:5: spec.service: 'demo/app-b' (expected: the Service that callers use, by"
                + " its name alone)",
            "canary.yaml:6: spec.retries: not a field of this (expected: one of [backends,"
                + " match, service])",
            "canary.yaml:8: spec.backends[0].weight: -1 (expected: a whole number from 0 to"
                + " 1000000)",
            "canary.yaml:9: spec.backends[1].weight: '10' (expected: a whole number from 0 to"
                + " 1000000)",
            "canary.yaml:10: spec.backends[2].weight: 1.5 (expected: a whole number from 0 to"
                + " 1000000)",
            "canary.yaml:11: spec.backends[3].weight: missing (expected: a whole number from 0 to"
                + " 1000000)",
            "canary.yaml:12: spec.backends[4].weight: 1000001 (expected: a whole number from 0 to"
                + " 1000000)",
            "canary.yaml:13: spec.backends[5].wieght: not a field of this (expected: one of"
                + " [port, service, weight])",
            "canary.yaml:14: spec.backends[6].service: app-b6 a second time (expected: once; the"
                + " first is backends[5])");
  }

  @Test
  void one_service_twice_on_two_ports_is_no_duplicate() {
    var route = (CanaryRoute) only(CANARY + "    - {service: app-b2, weight: 10, port: 8081}\n");

    assertThat(route.backends()).hasSize(3);
  }

  @Test
  void a_route_needs_backends_and_not_too_many() {
    String none =
        CANARY.substring(0, CANARY.indexOf("    - ")).replace("backends:", "backends: []");
    String many = CANARY + "    - {service: x, weight: 1}\n".repeat(15);

    assertThat(problems(none)).containsExactly("test.yaml:6: spec.backends: 0 (expected: 1 to 16)");
    assertThat(problems(many)).contains("test.yaml:6: spec.backends: 17 (expected: 1 to 16)");
  }

  @Test
  void a_name_twice_in_one_file_is_refused_with_both_lines() {
    assertThat(problems(CANARY + "---\n" + CANARY))
        .containsExactly(
            "test.yaml:10: CanaryRoute demo/app-b: a second time (expected: once; the first is at"
                + " test.yaml:1)");
  }

  @Test
  void versions_and_kinds_we_cannot_read_are_not_passed_over_in_silence() {
    assertThat(problems(CANARY.replace("v1alpha1", "v2")))
        .containsExactly("test.yaml:1: apiVersion: mesh.diy/v2 (expected: mesh.diy/v1alpha1)");
    assertThat(problems(CANARY.replace("CanaryRoute", "CanaryRout")))
        .containsExactly("test.yaml:2: kind: CanaryRout (expected: CanaryRoute)");
    assertThat(problems("kind: Service\nmetadata: {name: a}"))
        .containsExactly(
            "test.yaml:1: apiVersion: missing (expected: such as v1 or mesh.diy/v1alpha1)");
    assertThat(problems("just text"))
        .containsExactly(
            "test.yaml:1: resource: no mapping (expected: apiVersion, kind, metadata, ...)");
  }

  @Test
  void names_that_are_no_names_are_refused() {
    assertThat(problems(CANARY.replace("name: app-b,", "name: ../x,")))
        .containsExactly(
            "test.yaml:3: metadata.name: '../x' (expected: lower-case letters, digits, dashes and"
                + " dots)");
    assertThat(problems(CANARY.replace("namespace: demo", "namespace: ../x")))
        .containsExactly(
            "test.yaml:3: metadata.namespace: '../x' (expected: lower-case letters, digits and"
                + " dashes)");
    assertThat(problems("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a/b}"))
        .containsExactly(
            "test.yaml:3: metadata.name: 'a/b' (expected: no slash and no percent sign)");
  }

  @Test
  void a_resource_of_the_cluster_names_its_generation_and_no_line() {
    var tree =
        Tree.ofPlain(
            Map.of(
                "apiVersion",
                "mesh.diy/v1alpha1",
                "kind",
                "CanaryRoute",
                "metadata",
                Map.of("name", "app-b", "namespace", "demo", "generation", 7),
                "spec",
                Map.of(
                    "service",
                    "app-b",
                    "backends",
                    List.of(Map.of("service", "app-b", "weight", 1)))));

    var outcome = ResourceReader.read(tree, new Place.InCluster());

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.resource().orElseThrow().origin())
        .isEqualTo(new Origin.InCluster("CanaryRoute", "demo/app-b", 7));
  }

  @Test
  void a_copy_is_read_as_if_it_were_where_it_was_copied_from() {
    for (String broken : List.of("", "spec: {a: 1, a: 2}\n", "spec: [\n", "kind: Other\n")) {
      var original = ResourceFile.read("/a b/mine.yaml", "\n\n---\n" + CANARY + broken);

      var copy = new CopiedFrom("/a b/mine.yaml", 3).above("---\n" + CANARY + broken);
      var read = ResourceFile.readCopy("copy.yaml", copy);

      assertThat(read.problems()).as(broken).isEqualTo(original.problems());
      assertThat(read.resources()).as(broken).isEqualTo(original.resources());
    }
  }

  @Test
  void only_a_copy_says_where_it_is_from() {
    var copy = new CopiedFrom("mine.yaml", 7).above(CANARY);

    assertThat(ResourceFile.read("copy.yaml", copy).resources().getFirst().origin())
        .isEqualTo(new Origin.InFile("CanaryRoute", "demo/app-b", "copy.yaml", 2));
    assertThat(ResourceFile.readCopy("copy.yaml", CANARY).resources().getFirst().origin())
        .isEqualTo(new Origin.InFile("CanaryRoute", "demo/app-b", "copy.yaml", 1));
    assertThat(CopiedFrom.without(copy)).isEqualTo(CANARY);
  }

  @Test
  void a_file_name_that_fits_in_no_comment_is_left_out() {
    assertThat(new CopiedFrom("evil\nkind: Other", 1).above(CANARY)).isEqualTo(CANARY);
  }

  private static String serviceWith(String spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {%s}\n".formatted(spec);
  }

  private static Resource only(String text) {
    var file = ResourceFile.read("test.yaml", text);
    assertThat(file.problems()).isEmpty();
    return file.resources().getFirst();
  }

  private static List<String> problems(String text) {
    return ResourceFile.read("test.yaml", text).problems().stream().map(Problem::toString).toList();
  }

  private static ServiceName service(String name) {
    return new ServiceName("demo", name);
  }
}
