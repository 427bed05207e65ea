package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Reason;
import diy.mesh.admission.inject.InjectionDecision.Refuse;
import diy.mesh.admission.inject.InjectionDecision.Skip;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSecurityTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Injector injector = new Injector(InjectionSettings.defaults());

  private static Map<String, String> enforcing(String standard) {
    return Map.of("mesh.diy/inject", "enabled", "pod-security.kubernetes.io/enforce", standard);
  }

  private static JsonNode pod(String annotations) throws Exception {
    return JSON.readTree(
        """
        {"metadata": {"name": "shop", "annotations": %s},
         "spec": {"containers": [{"name": "app"}]}}
        """
            .formatted(annotations));
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "restricted"})
  void where_rules_are_forbidden_a_pod_starts_without_a_proxy_and_is_told_why(String standard)
      throws Exception {
    var decision = (Skip) injector.decide(pod("{}"), "demo", enforcing(standard));

    assertThat(decision.reason()).isEqualTo(Reason.POD_SECURITY);
    assertThat(decision.reason().isWarning()).isTrue();
    assertThat(decision.message())
        .isEqualTo(
            "pod demo/shop stays without a proxy: its namespace enforces the Pod Security Standard "
                + standard
                + ", which forbids the init container its NET_ADMIN; allow it with: kubectl label"
                + " namespace demo --overwrite pod-security.kubernetes.io/enforce=privileged, or do"
                + " without redirection: annotate the pod with mesh.diy/explicit-port:"
                + " PORT:TARGET_PORT");
  }

  @Test
  void where_all_is_allowed_it_gets_its_rules() throws Exception {
    assertThat(injector.decide(pod("{}"), "demo", enforcing("privileged")))
        .isInstanceOf(Inject.class);
  }

  @Test
  void who_names_the_ports_gets_a_proxy_without_rules_everywhere() throws Exception {
    JsonNode pod = pod("{\"mesh.diy/explicit-port\": \"7000:8080\"}");

    var decision = (Inject) injector.decide(pod, "demo", enforcing("restricted"));

    JsonNode containers = decision.patch().applyTo(pod).at("/spec/initContainers");
    assertThat(containers).hasSize(1);
    assertThat(containers.at("/0/name").asText()).isEqualTo("mesh-proxy");
    assertThat(containers.at("/0/env").toString())
        .contains("{\"name\":\"PORT\",\"value\":\"7000\"}")
        .contains("{\"name\":\"TARGET_PORT\",\"value\":\"8080\"}")
        .doesNotContain("MESH_CONTROL_PLANE");
    assertThat(containers.at("/0/securityContext/seccompProfile/type").asText())
        .isEqualTo("RuntimeDefault");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7000", "7000:7000", "0:8080", "7000:99999", "http:8080", "7000:8080:1"})
  void ports_that_are_none_are_refused(String value) throws Exception {
    JsonNode pod = pod("{\"mesh.diy/explicit-port\": \"%s\"}".formatted(value));

    var decision = (Refuse) injector.decide(pod, "demo", enforcing("restricted"));

    assertThat(decision.problems())
        .containsExactly(
            "pod demo/shop: annotation mesh.diy/explicit-port: '"
                + value
                + "' (expected: two ports, the proxy's and the app's: 7000:8080)");
  }
}
