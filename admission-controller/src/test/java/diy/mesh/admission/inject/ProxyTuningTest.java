package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Refuse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTuningTest {

  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");

  private final Injector injector = new Injector(InjectionSettings.defaults());

  @Test
  void what_a_pod_says_of_its_proxys_behaviour_becomes_its_environment() {
    JsonNode proxy =
        proxy(
            Map.of(
                "mesh.diy/log-level", "debug",
                "mesh.diy/access-log", "json",
                "mesh.diy/opaque-ports", "3306 , 25"));

    assertThat(proxy.path("env").toString())
        .endsWith(
            "{\"name\":\"MESH_LOG_LEVEL\",\"value\":\"debug\"},"
                + "{\"name\":\"MESH_ACCESS_LOG\",\"value\":\"json\"},"
                + "{\"name\":\"MESH_OPAQUE_PORTS\",\"value\":\"3306,25\"}]");
  }

  @Test
  void a_proxy_without_rules_is_tuned_like_others() {
    JsonNode proxy =
        proxy(Map.of("mesh.diy/explicit-port", "7000:8080", "mesh.diy/opaque-ports", "8080"));

    assertThat(proxy.path("env").toString())
        .contains("{\"name\":\"MESH_OPAQUE_PORTS\",\"value\":\"8080\"}");
  }

  @Test
  void what_a_pod_says_of_its_proxys_resources_is_what_it_gets() {
    JsonNode proxy =
        proxy(
            Map.of(
                "mesh.diy/proxy-cpu-request", "100m",
                "mesh.diy/proxy-cpu-limit", "1.5",
                "mesh.diy/proxy-memory-request", "200Mi",
                "mesh.diy/proxy-memory-limit", "1Gi"));

    assertThat(proxy.path("resources"))
        .isEqualTo(
            Yaml.parse(
                "{requests: {cpu: 100m, memory: 200Mi}, limits: {cpu: '1.5', memory: 1Gi}}"));
  }

  @Test
  void what_it_does_not_say_follows_what_it_says() {
    JsonNode more = proxy(Map.of("mesh.diy/proxy-memory-request", "512Mi"));
    JsonNode less =
        proxy(Map.of("mesh.diy/proxy-memory-limit", "0.1Gi", "mesh.diy/proxy-cpu-limit", "20m"));

    assertThat(more.path("resources"))
        .isEqualTo(Yaml.parse("{requests: {cpu: 50m, memory: 512Mi}, limits: {memory: 512Mi}}"));
    assertThat(less.path("resources"))
        .isEqualTo(
            Yaml.parse("{requests: {cpu: 20m, memory: 0.1Gi}, limits: {cpu: 20m, memory: 0.1Gi}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log-level|loud|one of trace, debug, info, warn, error, off",
        "log-level|info,debug|one of trace, debug, info, warn, error, off",
        "access-log|on|one of off, text, json",
        "opaque-ports|mysql|ports from 1 to 65535, separated by commas: 25,3306",
        "proxy-cpu-request|a lot|CPUs, or thousandths of one: 250m",
        "proxy-cpu-limit|0|CPUs, or thousandths of one: 250m",
        "proxy-memory-request|256m|an amount of memory: 256Mi",
        "proxy-memory-limit|-1Gi|an amount of memory: 256Mi",
      })
  void what_cannot_be_is_refused_with_what_can(String name, String value, String expected) {
    JsonNode pod = pod(Map.of("mesh.diy/" + name, value));

    var refusal = (Refuse) injector.decide(pod, "demo", ASKING);

    assertThat(refusal.problems())
        .containsExactly(
            "pod demo/shop: annotation mesh.diy/%s: '%s' (expected: %s)"
                .formatted(name, value, expected));
  }

  @Test
  void nobody_requests_more_than_the_limit() {
    JsonNode pod =
        pod(Map.of("mesh.diy/proxy-memory-request", "1Gi", "mesh.diy/proxy-memory-limit", "512Mi"));

    var refusal = (Refuse) injector.decide(pod, "demo", ASKING);

    assertThat(refusal.problems())
        .containsExactly(
            "pod demo/shop: annotation mesh.diy/proxy-memory-request: '1Gi'"
                + " (expected: at most mesh.diy/proxy-memory-limit, '512Mi')");
  }

  /** The last of the init containers, as the app has none. */
  private JsonNode proxy(Map<String, String> annotations) {
    JsonNode pod = pod(annotations);
    JsonNode all =
        ((Inject) injector.decide(pod, "demo", ASKING))
            .patch()
            .applyTo(pod)
            .at("/spec/initContainers");
    return all.get(all.size() - 1);
  }

  private static JsonNode pod(Map<String, String> annotations) {
    JsonNode pod = Yaml.parse("{metadata: {name: shop, annotations: {}}, spec: {}}");
    annotations.forEach(((ObjectNode) pod.at("/metadata/annotations"))::put);
    return pod;
  }
}
