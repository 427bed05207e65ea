package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodPatchTest {

  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");

  private final Injector injector = new Injector(InjectionSettings.defaults());

  @ParameterizedTest
  @ValueSource(strings = {"plain", "busy"})
  void a_pod_becomes_its_golden_file(String name) {
    JsonNode pod = Yaml.resource(name + ".in.yaml");

    JsonNode injected = patch(pod).applyTo(pod);

    assertThat(Yaml.sorted(injected)).isEqualTo(Yaml.sorted(Yaml.resource(name + ".out.yaml")));
  }

  @Test
  void a_proxy_gets_whom_to_trust_and_a_token_for_nobody_else() {
    JsonNode pod = Yaml.resource("plain.in.yaml");
    var secure = new Injector(InjectionSettings.defaults(), () -> Optional.of("PEM"));

    JsonNode injected = ((Inject) secure.decide(pod, "demo", ASKING)).patch().applyTo(pod);

    JsonNode proxy = injected.at("/spec/initContainers/1");
    assertThat(proxy.path("env").toString())
        .contains(
            "{\"name\":\"MESH_TRUST_ANCHORS\",\"value\":\"PEM\"}",
            "{\"name\":\"MESH_TOKEN_FILE\",\"value\":\"/var/run/secrets/mesh.diy/token\"}");
    assertThat(proxy.path("volumeMounts").toString())
        .contains("{\"name\":\"mesh-token\",\"mountPath\":\"/var/run/secrets/mesh.diy\"");
    assertThat(injected.at("/spec/volumes").toString())
        .contains(
            "{\"name\":\"mesh-token\",\"projected\":{\"sources\":[{\"serviceAccountToken\":"
                + "{\"path\":\"token\",\"audience\":\"mesh.diy\",\"expirationSeconds\":3600}}]}}");
    assertThat(injected.at("/spec/containers").toString()).doesNotContain("mesh-token");
  }

  @Test
  void the_rules_come_first_then_the_proxy_then_the_apps_own_init_containers() {
    JsonNode pod = Yaml.resource("busy.in.yaml");

    JsonNode injected = patch(pod).applyTo(pod);

    assertThat(injected.at("/spec/initContainers"))
        .extracting(container -> container.path("name").asText())
        .containsExactly("mesh-init", "mesh-proxy", "migrate", "logs");
  }

  @Test
  void the_patch_of_a_busy_pod_touches_no_list_as_a_whole() {
    JsonNode pod = Yaml.resource("busy.in.yaml");

    PodPatch patch = patch(pod);

    assertThat(patch.operations())
        .extracting(PodPatch.Add::path)
        .containsExactly(
            "/metadata/annotations/mesh.diy~1status",
            "/metadata/annotations/prometheus.io~1scrape",
            "/metadata/annotations/prometheus.io~1port",
            "/metadata/annotations/prometheus.io~1path",
            "/spec/volumes/-",
            "/spec/initContainers/0",
            "/spec/initContainers/1");
  }

  @Test
  void the_patch_of_a_plain_pod_makes_what_is_missing_once() {
    JsonNode pod = Yaml.resource("plain.in.yaml");

    PodPatch patch = patch(pod);

    assertThat(patch.operations())
        .extracting(PodPatch.Add::path)
        .containsExactly(
            "/metadata/annotations",
            "/metadata/annotations/mesh.diy~1status",
            "/metadata/annotations/prometheus.io~1scrape",
            "/metadata/annotations/prometheus.io~1port",
            "/metadata/annotations/prometheus.io~1path",
            "/spec/volumes",
            "/spec/volumes/-",
            "/spec/initContainers",
            "/spec/initContainers/0",
            "/spec/initContainers/1");
  }

  @Test
  void keys_without_a_value_count_as_missing() {
    JsonNode pod =
        Yaml.parse("{metadata: {annotations: }, spec: {initContainers: , containers: []}}");

    JsonNode injected = patch(pod).applyTo(pod);

    assertThat(injected.at("/metadata/annotations/mesh.diy~1status").asText())
        .isEqualTo("injected");
    assertThat(injected.at("/spec/initContainers")).hasSize(2);
  }

  @Test
  void the_json_form_is_what_the_webhook_sends() {
    JsonNode pod = Yaml.resource("busy.in.yaml");

    JsonNode first = patch(pod).toJson().get(0);

    assertThat(first)
        .isEqualTo(
            Yaml.parse("{op: add, path: /metadata/annotations/mesh.diy~1status, value: injected}"));
  }

  @Test
  void neither_the_pod_nor_the_patch_changes_when_the_patch_is_applied() {
    JsonNode pod = Yaml.resource("plain.in.yaml");
    PodPatch patch = patch(pod);
    JsonNode before = patch.toJson();

    patch.applyTo(pod);

    assertThat(pod).isEqualTo(Yaml.resource("plain.in.yaml"));
    assertThat(patch.toJson()).isEqualTo(before);
  }

  private PodPatch patch(JsonNode pod) {
    return ((Inject) injector.decide(pod, "demo", ASKING)).patch();
  }
}
