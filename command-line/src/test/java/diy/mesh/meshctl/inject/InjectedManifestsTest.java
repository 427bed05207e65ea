package diy.mesh.meshctl.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.admission.inject.InjectionDecision;
import diy.mesh.admission.inject.InjectionSettings;
import diy.mesh.admission.inject.Injector;
import diy.mesh.resources.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InjectedManifestsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");

  private static final String SERVICE =
      """
      # Stays as it is, comments and all.
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop, labels: {tier: "on", version: "1.10"}}
      spec: {containers: [{name: app, image: "shop:1", args: ["yes", "0x1F", 5, "a: b"]}]}
      """;

  private final Injector injector =
      new Injector(InjectionSettings.defaults(), () -> Optional.of("-----BEGIN\nx\n"));

  @Test
  void a_pod_is_what_the_webhook_makes_of_it() throws Exception {
    JsonNode pod = trees(POD).getFirst();
    var decision = (InjectionDecision.Inject) injector.decide(pod, "demo", ASKING);

    var injected = inject(POD);

    assertThat(first(injected)).hasToString(decision.patch().applyTo(pod).toString());
  }

  @Test
  void what_is_no_pod_stays_as_it_was_written() throws Exception {
    var injected = inject(SERVICE + "---\n" + POD);

    assertThat(injected.yaml()).startsWith("---\n" + SERVICE + "---\n");
    assertThat(trees(injected.yaml())).hasSize(2);
    assertThat(injected.remarks()).isEmpty();
  }

  @Test
  void templates_and_lists_are_looked_into() throws Exception {
    var deployment = inject(workload("Deployment", "template: %s"));
    var job = inject(workload("CronJob", "jobTemplate: {spec: {template: %s}}"));
    var list = inject("{kind: List, items: [%s]}".formatted(workload("Job", "template: %s")));

    assertThat(first(deployment).at("/spec/template/spec/initContainers")).hasSize(2);
    assertThat(first(job).at("/spec/jobTemplate/spec/template/spec/initContainers")).hasSize(2);
    assertThat(first(list).at("/items/0/spec/template/spec/initContainers")).hasSize(2);
  }

  @Test
  void who_stays_out_is_named_with_the_reason() throws Exception {
    String out = POD.replace("labels: {", "labels: {mesh.diy/inject: disabled, ");

    var injected = inject(out);

    assertThat(injected.yaml()).isEqualTo("---\n" + out);
    assertThat(injected.remarks())
        .containsExactly(
            "Pod shop: pod demo/shop stays without a proxy: it says mesh.diy/inject: disabled");
  }

  @Test
  void what_cannot_be_is_told_and_not_to_be_used() throws Exception {
    var injected = inject(POD.replace("name: app,", "name: mesh-proxy,"));

    assertThat(injected.problems())
        .containsExactly(
            "Pod shop: pod demo/shop: container mesh-proxy: the mesh's own name"
                + " (expected: another one)");
  }

  @Test
  void broken_yaml_is_told_with_its_line() throws Exception {
    var injected = inject("kind: Pod\nspec: [");

    assertThat(injected.problems()).singleElement().asString().startsWith("line ");
  }

  private InjectedManifests.Result inject(String text) throws Exception {
    return InjectedManifests.of(text, injector, _ -> Map.of(), "demo");
  }

  private static String workload(String kind, String spec) {
    String template = "{spec: {containers: [{name: app}]}}";
    return "{kind: %s, metadata: {name: shop}, spec: {%s}}"
        .formatted(kind, spec.formatted(template));
  }

  private static JsonNode first(InjectedManifests.Result injected) {
    return trees(injected.yaml()).getFirst();
  }

  private static List<JsonNode> trees(String yaml) {
    return YamlReader.read(yaml).documents().stream()
        .map(document -> JSON.<JsonNode>valueToTree(document.root().toPlain()))
        .toList();
  }
}
