package diy.mesh.standalone.pod;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.resources.Fields;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Problems;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.resources.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodSpecReaderTest {

  private final Problems problems = new Problems("pod.yaml");

  @Test
  void a_sidecar_among_init_containers_goes_on_running() {
    var spec =
        read(
            """
            initContainers:
              - {name: init, image: a}
              - {name: sidecar, image: b, restartPolicy: Always}
            containers:
              - {name: app, image: c}
            """);

    assertThat(spec.initContainers())
        .extracting(ContainerSpec::sidecar)
        .containsExactly(false, true);
    assertThat(problems.found()).isEmpty();
  }

  @Test
  void a_probe_may_name_the_port_it_asks() {
    var spec =
        read(
            """
            containers:
              - name: app
                image: a
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 2}
            """);

    var probe = requireNonNull(spec.containers().getFirst().probes().readiness());
    assertThat(probe.check())
        .isInstanceOfSatisfying(Probe.HttpGet.class, get -> assertThat(get.port()).isEqualTo(8080));
    assertThat(probe.period()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void a_container_runs_as_itself_says_or_else_as_its_pod_says() {
    var spec =
        read(
            """
            securityContext: {runAsUser: 1000, runAsGroup: 1001}
            containers:
              - {name: own, image: a, securityContext: {runAsUser: 7}}
              - {name: pods, image: a}
            """);

    assertThat(spec.containers())
        .extracting(container -> container.security().user())
        .containsExactly(7, 1000);
    assertThat(spec.containers())
        .extracting(container -> container.security().group())
        .containsExactly(1001, 1001);
  }

  @Test
  void dropping_all_capabilities_leaves_those_that_are_added() {
    var spec =
        read(
            """
            containers:
              - name: app
                image: a
                securityContext: {capabilities: {drop: [ALL], add: [NET_ADMIN]}}
            """);

    assertThat(spec.containers().getFirst().security().capabilities()).containsExactly("net_admin");
  }

  @Test
  void without_a_word_on_capabilities_nobody_administers_the_network() {
    var spec = read("containers: [{name: app, image: a}]");

    assertThat(spec.containers().getFirst().security().capabilities())
        .contains("net_raw")
        .doesNotContain("net_admin");
  }

  @Test
  void what_this_machine_cannot_do_is_refused_by_name_and_line() {
    read(
        """
        hostNetwork: true
        containers:
          - name: app
            image: a
            lifecycle: {}
        volumes:
          - name: config
            configMap: {name: x}
        """);

    assertThat(problems.found()).extracting(Problem::line).containsExactlyInAnyOrder(1, 5, 7, 8);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("pod.yaml:1: hostNetwork: true (expected: false"))
        .anyMatch(line -> line.startsWith("pod.yaml:5: containers[0].lifecycle: standalone does"))
        .anyMatch(line -> line.startsWith("pod.yaml:8: volumes[0].configMap: standalone does"));
  }

  @Test
  void sizes_are_taken_in_without_effect() {
    read("containers: [{name: app, image: a, resources: {limits: {memory: 64Mi}}}]");

    assertThat(problems.found()).isEmpty();
  }

  @Test
  void a_name_that_would_leave_its_folder_is_refused() {
    read("containers: [{name: ../../etc/passwd, image: a}]");

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("containers[0].name: '../../etc/passwd'");
  }

  @Test
  void a_port_that_no_container_has_is_refused() {
    read("containers: [{name: app, image: a, readinessProbe: {tcpSocket: {port: web}}}]");

    assertThat(lines()).singleElement().asString().contains("port: 'web' (expected: the name of");
  }

  private List<String> lines() {
    return problems.found().stream().map(Problem::toString).toList();
  }

  private PodSpec read(String yaml) {
    var tree = YamlReader.read(yaml).documents().getFirst().root();
    return PodSpecReader.read(new Fields((Tree.Mapping) tree, "", problems));
  }
}
