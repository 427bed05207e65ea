package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Refuse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");

  private final Injector injector = new Injector(InjectionSettings.defaults());

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "25,", "25;26", "-1", "99999999999", "80-90", "٨٠"})
  void ports_that_are_none_are_refused(String value) {
    JsonNode pod = annotated("mesh.diy/skip-inbound-ports", value);

    List<String> problems = problems(pod);

    assertThat(problems)
        .containsExactly(
            "pod demo/shop: annotation mesh.diy/skip-inbound-ports: '%s'".formatted(value)
                + " (expected: ports from 1 to 65535, separated by commas: 25,3306)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "localhost", "10.0.0.0/8 fd00::/8", ","})
  void blocks_that_are_none_are_refused(String value) {
    JsonNode pod = annotated("mesh.diy/skip-outbound-cidrs", value);

    List<String> problems = problems(pod);

    assertThat(problems)
        .containsExactly(
            "pod demo/shop: annotation mesh.diy/skip-outbound-cidrs: '%s'".formatted(value)
                + " (expected: address blocks, separated by commas: 10.0.0.0/8,fd00::/8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void an_empty_annotation_exempts_nothing(String value) {
    JsonNode pod = annotated("mesh.diy/skip-outbound-ports", value);

    var decision = (Inject) injector.decide(pod, "demo", ASKING);

    JsonNode init = decision.patch().applyTo(pod).at("/spec/initContainers/0");
    assertThat(init.has("env")).isFalse();
  }

  @Test
  void a_slip_in_an_annotations_name_is_refused() {
    JsonNode pod = annotated("mesh.diy/skip-inbound-port", "25");

    List<String> problems = problems(pod);

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("pod demo/shop: annotation mesh.diy/skip-inbound-port: unknown (expected: ")
        .contains("mesh.diy/skip-inbound-ports");
  }

  @Test
  void an_app_that_listens_on_a_port_of_the_proxy_is_refused() {
    JsonNode pod =
        Yaml.parse(
            """
            metadata: {name: shop}
            spec: {containers: [{name: app, ports: [{containerPort: 15006}]}]}
            """);

    List<String> problems = problems(pod);

    assertThat(problems)
        .containsExactly(
            "pod demo/shop: container app: containerPort: 15006 is the proxy's"
                + " (expected: not 15001, 15006 or 15020)");
  }

  @Test
  void an_app_that_runs_as_the_proxys_user_is_refused() {
    JsonNode pod =
        Yaml.parse(
            """
            metadata: {name: shop}
            spec:
              securityContext: {runAsUser: 1337}
              containers: [{name: app, securityContext: {runAsUser: 1337}}]
            """);

    List<String> problems = problems(pod);

    assertThat(problems)
        .containsExactly(
            "pod demo/shop: runAsUser: 1337 is the proxy's (expected: another one)",
            "pod demo/shop: container app: runAsUser: 1337 is the proxy's"
                + " (expected: another one)");
  }

  @Test
  void names_of_the_mesh_are_refused() {
    JsonNode pod =
        Yaml.parse(
            """
            metadata: {name: shop}
            spec:
              containers: [{name: mesh-proxy}]
              volumes: [{name: mesh-scratch, emptyDir: {}}]
            """);

    List<String> problems = problems(pod);

    assertThat(problems)
        .containsExactly(
            "pod demo/shop: container mesh-proxy: the mesh's own name (expected: another one)",
            "pod demo/shop: volume mesh-scratch: the mesh's own name (expected: another one)");
  }

  @Test
  void all_that_is_wrong_is_said_at_once() {
    JsonNode pod = annotated("mesh.diy/skip-inbound-ports", "none");
    ((ObjectNode) pod.at("/metadata/annotations")).put("mesh.diy/skip-outbound-ports", "all");

    List<String> problems = problems(pod);

    assertThat(problems).hasSize(2);
  }

  @Test
  void a_pod_without_a_name_is_named_by_the_start_of_its_name() {
    JsonNode pod =
        Yaml.parse(
            "{metadata: {generateName: shop-, annotations: {mesh.diy/skip-inbound-ports: x}}}");

    List<String> problems = problems(pod);

    assertThat(problems).singleElement().asString().startsWith("pod demo/shop-*: ");
  }

  private List<String> problems(JsonNode pod) {
    return ((Refuse) injector.decide(pod, "demo", ASKING)).problems();
  }

  private static JsonNode annotated(String annotation, String value) {
    JsonNode pod = Yaml.parse("{metadata: {name: shop, annotations: {}}, spec: {}}");
    ((ObjectNode) pod.at("/metadata/annotations")).put(annotation, value);
    return pod;
  }
}
