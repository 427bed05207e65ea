package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which pods the API server stores with a sidecar, and what their authors are told. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InjectionTest {

  private static final String ASKING = "mesh-test-inject";
  private static final String SILENT = "mesh-test-silent";
  private static final String STRICT = "mesh-test-strict";
  private static final String BOTH = "mesh-init mesh-proxy";
  private static final int DRY_RUNS = 500;

  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in(ASKING);
    Kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(SILENT));
    Kubectl.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            mesh.diy/inject: enabled
            pod-security.kubernetes.io/enforce: restricted
        """
            .formatted(STRICT));
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
    Kubectl.run("delete", "namespace", SILENT, STRICT, "--wait=false");
  }

  @Test
  void pods_of_a_namespace_that_asks_get_both_containers_before_their_own() throws Exception {
    assertThat(added(ASKING, "{}", "{}", "initContainers: [{name: first, image: a}], "))
        .isEqualTo(BOTH + " first");
  }

  @Test
  void pods_of_others_get_none_unless_they_ask_by_label_or_annotation() throws Exception {
    assertThat(added(SILENT, "{}", "{}", "")).isEmpty();
    assertThat(added(SILENT, "{mesh.diy/inject: enabled}", "{}", "")).isEqualTo(BOTH);
    assertThat(added(SILENT, "{}", "{mesh.diy/inject: enabled}", "")).isEqualTo(BOTH);
  }

  @Test
  void who_opts_out_stays_out() throws Exception {
    assertThat(added(ASKING, "{mesh.diy/inject: disabled}", "{}", "")).isEmpty();
    assertThat(added(ASKING, "{}", "{mesh.diy/inject: disabled}", "")).isEmpty();
  }

  @Test
  void who_asks_in_vain_is_stored_with_a_warning() throws Exception {
    assertThat(added(ASKING, "{}", "{}", "hostNetwork: true, "))
        .startsWith(
            "Warning: pod %s/p stays without a proxy: it shares the node's".formatted(ASKING))
        .doesNotContain(BOTH);
    assertThat(added("kube-system", "{mesh.diy/inject: enabled}", "{}", ""))
        .startsWith("Warning: pod kube-system/p stays without a proxy: the mesh never touches");
    assertThat(added("diy-mesh", "{mesh.diy/inject: enabled}", "{}", ""))
        .startsWith("Warning: pod diy-mesh/p stays without a proxy: the mesh never touches");
    assertThat(added(ASKING, "{}", "{}", "initContainers: [{name: mesh-proxy, image: a}], "))
        .startsWith("Warning: pod %s/p stays without a proxy: it already has".formatted(ASKING));
  }

  @Test
  void where_pod_security_forbids_rules_a_pod_is_told_so_or_gets_a_proxy_without()
      throws Exception {
    String strict =
        "securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type:"
            + " RuntimeDefault}}, ";
    assertThat(added(STRICT, "{}", "{}", strict))
        .startsWith(
            "Warning: pod %s/p stays without a proxy: its namespace enforces".formatted(STRICT))
        .doesNotContain("mesh-proxy");
    assertThat(added(STRICT, "{}", "{mesh.diy/explicit-port: '7000:8080'}", strict))
        .isEqualTo("mesh-proxy");
  }

  @Test
  void who_asks_for_what_cannot_be_is_refused_with_the_reason() throws Exception {
    var said = tried(ASKING, "{}", "{mesh.diy/skip-inbound-ports: http}", "");

    assertThat(said.good()).isFalse();
    assertThat(said.text())
        .contains("admission webhook \"namespace.inject.mesh.diy\" denied the request")
        .contains(
            "annotation mesh.diy/skip-inbound-ports: 'http' (expected: ports from 1 to 65535");
  }

  @Test
  void a_route_before_its_services_is_stored_with_warnings() throws Exception {
    var said =
        mesh.tried(
            """
            apiVersion: mesh.diy/v1alpha1
            kind: CanaryRoute
            metadata: {name: early}
            spec: {service: early, backends: [{service: early, weight: 1}]}
            """,
            "create",
            "--dry-run=server",
            "-f",
            "-");

    assertThat(said.good()).isTrue();
    assertThat(said.text())
        .contains("Warning: service %s/early: no such Service yet".formatted(ASKING));
  }

  @Test
  void a_second_route_for_the_same_requests_is_stored_with_a_warning() throws Exception {
    String first =
        """
        apiVersion: mesh.diy/v1alpha1
        kind: CanaryRoute
        metadata: {name: first, namespace: %s}
        spec: {service: twice, backends: [{service: twice, weight: 1}]}
        """
            .formatted(ASKING);
    Kubectl.apply(first);

    var said =
        Kubectl.tried(
            "---\n" + first.replace("name: first", "name: second"),
            "create",
            "--dry-run=server",
            "-f",
            "-");

    assertThat(said.good()).isTrue();
    assertThat(said.text())
        .contains(
            "Warning: service %s/twice: CanaryRoute %s/first takes the same requests; the older"
                .formatted(ASKING, ASKING));
  }

  @Test
  void a_route_of_the_gateway_api_for_the_same_requests_is_stored_with_a_warning()
      throws Exception {
    Kubectl.apply(
        """
        apiVersion: mesh.diy/v1alpha1
        kind: CanaryRoute
        metadata: {name: canary, namespace: %s}
        spec: {service: rival, backends: [{service: rival, weight: 1}]}
        """
            .formatted(ASKING));

    var said =
        mesh.tried(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: http}
            spec:
              parentRefs: [{group: "", kind: Service, name: rival, port: 80}]
              rules: [{backendRefs: [{name: rival, port: 80}]}]
            """,
            "create",
            "--dry-run=server",
            "-f",
            "-");

    assertThat(said.good()).isTrue();
    assertThat(said.text())
        .contains(
            "Warning: service %s/rival: CanaryRoute %s/canary takes the same requests; the older"
                .formatted(ASKING, ASKING));
  }

  @Test
  void an_answer_takes_little_time() throws Exception {
    var nanos = new ArrayList<Long>();
    String kubeconfig = Kubectl.run("config", "view", "--raw", "--minify", "--flatten");
    var config = Config.fromKubeconfig(kubeconfig);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      for (int i = 0; i < DRY_RUNS; i++) {
        var pod =
            new PodBuilder()
                .withNewMetadata()
                .withName("p" + i)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app:1")
                .endContainer()
                .endSpec()
                .build();
        long began = System.nanoTime();
        var stored = client.pods().inNamespace(ASKING).resource(pod).dryRun().create();
        nanos.add(System.nanoTime() - began);
        assertThat(stored.getSpec().getInitContainers()).hasSize(2);
      }
    }
    nanos.sort(null);
    System.out.printf(
        "a pod's admission, of %d dry runs: median %d ms, p99 %d ms%n",
        nanos.size(),
        Duration.ofNanos(nanos.get(nanos.size() / 2)).toMillis(),
        Duration.ofNanos(nanos.get(nanos.size() * 99 / 100)).toMillis());
  }

  /** The init containers of such a pod as it would be stored, behind the warnings. */
  private String added(String namespace, String labels, String annotations, String more)
      throws IOException {
    var said = tried(namespace, labels, annotations, more);
    assertThat(said.good()).as(said.text()).isTrue();
    return said.text();
  }

  private static Kubectl.Said tried(
      String namespace, String labels, String annotations, String more) throws IOException {
    String pod =
        """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: %s, labels: %s, annotations: %s}
        spec:
          {%scontainers: [{name: app, image: app:1, securityContext:
            {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}
        """
            .formatted(namespace, labels, annotations, more);
    return Kubectl.tried(
        pod,
        "create",
        "--dry-run=server",
        "-f",
        "-",
        "-o",
        "jsonpath={.spec.initContainers[*].name}");
  }
}
