package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Reason;
import diy.mesh.admission.inject.InjectionDecision.Refuse;
import diy.mesh.admission.inject.InjectionDecision.Skip;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InjectorTest {

  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");
  private static final Map<String, String> SILENT = Map.of();

  private final Injector injector = new Injector(InjectionSettings.defaults());

  @Test
  void a_pod_of_a_labelled_namespace_joins() {
    JsonNode pod = pod("metadata: {name: shop}");

    var decision = injector.decide(pod, "demo", ASKING);

    assertThat(decision).isInstanceOf(Inject.class);
  }

  @Test
  void a_labelled_pod_joins_whatever_its_namespace_says() {
    JsonNode pod = pod("metadata: {name: shop, labels: {mesh.diy/inject: enabled}}");

    var decision = injector.decide(pod, "demo", Map.of("mesh.diy/inject", "disabled"));

    assertThat(decision).isInstanceOf(Inject.class);
  }

  @Test
  void an_annotated_pod_joins_whatever_its_namespace_says() {
    JsonNode pod = pod("metadata: {name: shop, annotations: {mesh.diy/inject: enabled}}");

    var decision = injector.decide(pod, "demo", SILENT);

    assertThat(decision).isInstanceOf(Inject.class);
  }

  @Test
  void a_pod_that_nobody_asked_for_stays_as_it_is_without_a_warning() {
    JsonNode pod = pod("metadata: {name: shop}");

    var skip = skip(pod, "demo", SILENT);

    assertThat(skip.reason()).isEqualTo(Reason.NOT_ASKED);
    assertThat(skip.reason().isWarning()).isFalse();
    assertThat(skip.message())
        .isEqualTo(
            "pod demo/shop stays without a proxy: neither it nor its namespace asks for one;"
                + " ask with: kubectl label namespace demo --overwrite mesh.diy/inject=enabled");
  }

  @Test
  void a_namespace_can_say_no() {
    JsonNode pod = pod("metadata: {name: shop}");

    var skip = skip(pod, "demo", Map.of("mesh.diy/inject", "disabled"));

    assertThat(skip.reason()).isEqualTo(Reason.NOT_ASKED);
    assertThat(skip.message()).contains("its namespace says mesh.diy/inject: disabled");
  }

  @Test
  void a_pod_can_opt_out_of_a_labelled_namespace() {
    JsonNode pod = pod("metadata: {name: shop, annotations: {mesh.diy/inject: disabled}}");

    var skip = skip(pod, "demo", ASKING);

    assertThat(skip.reason()).isEqualTo(Reason.OPTED_OUT);
    assertThat(skip.reason().isWarning()).isFalse();
  }

  @Test
  void a_slip_in_the_namespaces_label_warns_but_lets_its_pods_start() {
    JsonNode pod = pod("metadata: {name: shop}");

    var skip = skip(pod, "demo", Map.of("mesh.diy/inject", "true"));

    assertThat(skip.reason()).isEqualTo(Reason.UNKNOWN_NAMESPACE_LABEL);
    assertThat(skip.reason().isWarning()).isTrue();
    assertThat(skip.message())
        .contains("label mesh.diy/inject: 'true' (expected: enabled or disabled)");
  }

  @Test
  void the_clusters_own_namespace_and_the_meshs_are_never_touched() {
    JsonNode pod = pod("metadata: {name: dns, labels: {mesh.diy/inject: enabled}}");

    var ofCluster = skip(pod, "kube-system", ASKING);
    var ofMesh = skip(pod, "diy-mesh", ASKING);

    assertThat(ofCluster.reason()).isEqualTo(Reason.PROTECTED_NAMESPACE);
    assertThat(ofMesh.reason()).isEqualTo(Reason.PROTECTED_NAMESPACE);
    assertThat(ofMesh.message()).contains("never touches namespace diy-mesh");
  }

  @Test
  void nothing_in_the_clusters_own_namespace_is_refused() {
    JsonNode pod = pod("metadata: {name: dns, labels: {mesh.diy/inject: 'true'}}");

    var skip = skip(pod, "kube-system", SILENT);

    assertThat(skip.reason()).isEqualTo(Reason.PROTECTED_NAMESPACE);
  }

  @Test
  void a_pod_on_the_nodes_network_is_skipped_with_a_warning() {
    JsonNode pod = Yaml.parse("{metadata: {name: agent}, spec: {hostNetwork: true}}");

    var skip = skip(pod, "demo", ASKING);

    assertThat(skip.reason()).isEqualTo(Reason.HOST_NETWORK);
    assertThat(skip.reason().isWarning()).isTrue();
    assertThat(skip.message()).contains("hostNetwork: true");
  }

  @Test
  void an_injected_pod_is_not_injected_again() {
    JsonNode pod = Yaml.resource("plain.in.yaml");
    var first = (Inject) injector.decide(pod, "demo", ASKING);
    JsonNode injected = first.patch().applyTo(pod);

    var second = skip(injected, "demo", ASKING);

    assertThat(second.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(second.message()).contains("already has the container mesh-proxy");
  }

  @Test
  void a_copied_status_annotation_alone_does_not_keep_a_pod_out() {
    JsonNode pod = pod("metadata: {name: shop, annotations: {mesh.diy/status: injected}}");

    var decision = injector.decide(pod, "demo", ASKING);

    assertThat(decision).isInstanceOf(Inject.class);
  }

  @Test
  void an_unknown_wish_of_a_pod_is_refused() {
    JsonNode pod = pod("metadata: {name: shop, labels: {mesh.diy/inject: 'true'}}");

    var refusal = refusal(pod);

    assertThat(refusal.problems())
        .containsExactly("pod demo/shop: mesh.diy/inject: 'true' (expected: enabled or disabled)");
  }

  @Test
  void a_label_and_an_annotation_that_differ_are_refused() {
    JsonNode pod =
        pod(
            "metadata: {name: shop, labels: {mesh.diy/inject: enabled},"
                + " annotations: {mesh.diy/inject: disabled}}");

    var refusal = refusal(pod);

    assertThat(refusal.message())
        .isEqualTo(
            "pod demo/shop: label mesh.diy/inject: enabled, but annotation disabled"
                + " (expected: one of them, or both alike)");
  }

  private Skip skip(JsonNode pod, String namespace, Map<String, String> labels) {
    return (Skip) injector.decide(pod, namespace, labels);
  }

  private Refuse refusal(JsonNode pod) {
    return (Refuse) injector.decide(pod, "demo", ASKING);
  }

  private static JsonNode pod(String metadata) {
    return Yaml.parse("{%s, spec: {containers: [{name: app, image: app}]}}".formatted(metadata));
  }
}
