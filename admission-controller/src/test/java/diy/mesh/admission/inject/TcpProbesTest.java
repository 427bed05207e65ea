package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TcpProbesTest {

  private static final String PORTS_OF_PROXY = "MESH_PROBE_PORTS";

  @Test
  void each_tcp_probe_asks_the_proxy_and_keeps_its_patience() {
    JsonNode spec =
        injected(
            """
            containers:
              - name: db
                ports: [{name: sql, containerPort: 5432}]
                readinessProbe: {tcpSocket: {port: sql}, periodSeconds: 2, timeoutSeconds: 4}
                livenessProbe: {tcpSocket: {port: 5433}, failureThreshold: 9}
              - name: cache
                startupProbe: {tcpSocket: {port: 6379}}
            """);

    assertThat(spec.at("/containers/0/readinessProbe"))
        .isEqualTo(
            Yaml.parse(
                "{httpGet: {path: /probe/tcp/5432, port: 15020}, periodSeconds: 2,"
                    + " timeoutSeconds: 4}"));
    assertThat(spec.at("/containers/0/livenessProbe"))
        .isEqualTo(
            Yaml.parse("{httpGet: {path: /probe/tcp/5433, port: 15020}, failureThreshold: 9}"));
    assertThat(spec.at("/containers/1/startupProbe"))
        .isEqualTo(Yaml.parse("{httpGet: {path: /probe/tcp/6379, port: 15020}}"));
    assertThat(proxy(spec).path("env").toString())
        .contains("{\"name\":\"MESH_PROBE_PORTS\",\"value\":\"5432,5433,6379\"}");
  }

  @Test
  void a_port_is_a_number_however_wide_its_reader_took_it() {
    JsonNode pod = Yaml.parse("{spec: {containers: [{livenessProbe: {tcpSocket: {}}}]}}");
    ((ObjectNode) pod.at("/spec/containers/0/livenessProbe/tcpSocket")).put("port", 5_432L);

    var probes = TcpProbes.of(new Pod(pod, "demo"), Set.of());

    assertThat(probes.ports()).containsExactly(5_432);
  }

  @Test
  void sidecars_of_the_app_are_asked_about_too() {
    JsonNode spec =
        injected(
            """
            initContainers:
              - {name: migrate}
              - {name: logs, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 24224}}}
            containers: [{name: app}]
            """);

    assertThat(spec.at("/initContainers/3/name").asText()).isEqualTo("logs");
    assertThat(spec.at("/initContainers/3/readinessProbe"))
        .isEqualTo(Yaml.parse("{httpGet: {path: /probe/tcp/24224, port: 15020}}"));
  }

  @Test
  void what_tells_the_truth_already_stays_as_it_is() {
    String containers =
        """
        containers:
          - name: web
            readinessProbe: {httpGet: {path: /, port: 80}}
            livenessProbe: {exec: {command: ['true']}}
            startupProbe: {grpc: {port: 80}}
          - name: other
            readinessProbe: {tcpSocket: {host: 10.0.0.9, port: 80}}
            livenessProbe: {tcpSocket: {port: nowhere}}
            startupProbe: {tcpSocket: {port: 9090}}
        """;
    String annotated = "metadata: {annotations: {mesh.diy/skip-inbound-ports: '9090'}}";

    JsonNode spec = injected(annotated, containers);

    assertThat(spec.path("containers")).isEqualTo(Yaml.parse(containers).path("containers"));
    assertThat(proxy(spec).toString()).doesNotContain(PORTS_OF_PROXY);
  }

  @Test
  void without_rules_the_kubelet_reaches_the_app_itself() {
    String containers = "containers: [{name: db, readinessProbe: {tcpSocket: {port: 5432}}}]";

    JsonNode spec =
        injected("metadata: {annotations: {mesh.diy/explicit-port: '7000:5432'}}", containers);

    assertThat(spec.path("containers")).isEqualTo(Yaml.parse(containers).path("containers"));
  }

  private static JsonNode proxy(JsonNode spec) {
    return spec.at("/initContainers/1");
  }

  private static JsonNode injected(String spec) {
    return injected("metadata: {name: shop}", spec);
  }

  private static JsonNode injected(String metadata, String spec) {
    JsonNode pod = Yaml.parse("%s\nspec:\n%s".formatted(metadata, spec.indent(2)));
    var decision =
        new Injector(InjectionSettings.defaults())
            .decide(pod, "demo", Map.of("mesh.diy/inject", "enabled"));
    return ((Inject) decision).patch().applyTo(pod).path("spec");
  }
}
