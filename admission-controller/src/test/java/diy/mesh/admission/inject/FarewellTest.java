package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FarewellTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 3;

  private static JsonNode injected(String spec, int seconds) throws Exception {
    var usual = InjectionSettings.defaults();
    var settings =
        new InjectionSettings(
            usual.namespace(),
            usual.init(),
            usual.proxy(),
            usual.imagePullPolicy(),
            usual.controlPlane(),
            usual.logLevel(),
            seconds);
    JsonNode pod =
        JSON.readTree("{\"metadata\": {\"name\": \"shop\"}, \"spec\": %s}".formatted(spec));
    var decision = new Injector(settings).decide(pod, "demo", Map.of("mesh.diy/inject", "enabled"));
    return ((Inject) decision).patch().applyTo(pod).path("spec");
  }

  @Test
  void each_container_goes_on_for_a_moment_before_it_is_told_to_end() throws Exception {
    JsonNode spec = injected("{\"containers\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}", SECONDS);

    assertThat(spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(SECONDS);
    assertThat(spec.at("/containers/1/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(SECONDS);
  }

  @Test
  void a_container_that_says_how_it_ends_is_left_alone() throws Exception {
    JsonNode spec =
        injected(
            """
            {"containers": [
              {"name": "a", "lifecycle": {"preStop": {"exec": {"command": ["drain"]}}}},
              {"name": "b", "lifecycle": {"postStart": {"exec": {"command": ["warm"]}}}}]}
            """,
            SECONDS);

    assertThat(spec.at("/containers/0/lifecycle/preStop").has("sleep")).isFalse();
    assertThat(spec.at("/containers/1/lifecycle/preStop").has("sleep")).isTrue();
    assertThat(spec.at("/containers/1/lifecycle").has("postStart")).isTrue();
  }

  @Test
  void who_is_granted_little_time_needs_all_of_it() throws Exception {
    String spec = "{\"terminationGracePeriodSeconds\": %d, \"containers\": [{\"name\": \"a\"}]}";

    assertThat(injected(spec.formatted(5), SECONDS).at("/containers/0").has("lifecycle")).isFalse();
    assertThat(injected(spec.formatted(6), SECONDS).at("/containers/0").has("lifecycle")).isTrue();
  }

  @Test
  void where_somebody_else_waits_nothing_is_added() throws Exception {
    assertThat(injected("{\"containers\": [{\"name\": \"a\"}]}", 0).at("/containers/0"))
        .hasToString("{\"name\":\"a\"}");
  }
}
