package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapingTest {

  @Test
  void the_proxys_metrics_are_offered() {
    JsonNode annotations = annotations("example.com/owner: team-a");

    assertThat(annotations)
        .isEqualTo(
            Yaml.parse(
                """
                example.com/owner: team-a
                mesh.diy/status: injected
                prometheus.io/scrape: 'true'
                prometheus.io/port: '15020'
                prometheus.io/path: /metrics
                """));
  }

  @Test
  void an_app_that_says_where_its_own_are_keeps_its_word() {
    JsonNode annotations = annotations("prometheus.io/scrape: 'false'");

    assertThat(annotations)
        .isEqualTo(Yaml.parse("{prometheus.io/scrape: 'false', mesh.diy/status: injected}"));
  }

  private static JsonNode annotations(String written) {
    JsonNode pod = Yaml.parse("{metadata: {annotations: {%s}}, spec: {}}".formatted(written));
    var decision =
        new Injector(InjectionSettings.defaults())
            .decide(pod, "demo", Map.of("mesh.diy/inject", "enabled"));
    return ((Inject) decision).patch().applyTo(pod).at("/metadata/annotations");
  }
}
