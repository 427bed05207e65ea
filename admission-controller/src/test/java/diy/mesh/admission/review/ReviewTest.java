package diy.mesh.admission.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.admission.inject.InjectionSettings;
import diy.mesh.admission.inject.Injector;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.Place;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.Route;
import diy.mesh.resources.yaml.Tree;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReviewTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String POD =
      """
      {"metadata": {"name": "shop"}, "spec": {"containers": [{"name": "app", "image": "shop:1"}]}}
      """;

  private final Map<String, Map<String, String>> namespaces =
      Map.of(
          "asks", Map.of("mesh.diy/inject", "enabled"),
          "slips", Map.of("mesh.diy/inject", "enable"),
          "kube-system", Map.of("mesh.diy/inject", "enabled"),
          "silent", Map.of());

  private final List<Route> stored = new ArrayList<>();

  private final Set<ServiceName> services = Set.of(new ServiceName("asks", "shop"));

  private final ClusterView cluster =
      new ClusterView() {
        @Override
        public Map<String, String> namespaceLabels(String namespace) throws IOException {
          var labels = namespaces.get(namespace);
          if (labels == null) {
            throw new IOException("namespace " + namespace + ": the API server is away");
          }
          return labels;
        }

        @Override
        public boolean hasService(ServiceName service) {
          return services.contains(service);
        }

        @Override
        public List<Route> routes(String namespace) {
          return stored;
        }
      };

  private final Review pods = new PodReview(new Injector(InjectionSettings.defaults()), cluster);
  private final Review routes = new RouteReview(cluster);

  @Test
  void a_pod_of_a_namespace_that_asks_gets_a_patch_that_can_be_applied() throws Exception {
    JsonNode response = answer(pods, "asks", POD);

    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(response.get("uid").asText()).isEqualTo("u-1");
    assertThat(response.get("patchType").asText()).isEqualTo("JSONPatch");
    JsonNode patch = JSON.readTree(Base64.getDecoder().decode(response.get("patch").asText()));
    JsonNode patched = JsonPatch.apply(patch, JSON.readTree(POD));
    assertThat(patched.at("/spec/initContainers/0/name").asText()).isEqualTo("mesh-init");
    assertThat(patched.at("/spec/initContainers/1/name").asText()).isEqualTo("mesh-proxy");
    assertThat(response.has("warnings")).isFalse();
  }

  @Test
  void a_pod_of_a_namespace_that_does_not_ask_stays_as_it_is_in_silence() throws Exception {
    JsonNode response = answer(pods, "silent", POD);

    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.has("warnings")).isFalse();
  }

  @Test
  void a_pod_that_asks_in_vain_is_admitted_with_a_warning() throws Exception {
    assertThat(warning(answer(pods, "kube-system", POD)))
        .startsWith("pod kube-system/shop stays without a proxy: the mesh never touches");
    assertThat(warning(answer(pods, "slips", POD))).contains("'enable' (expected: enabled or");
    assertThat(
            warning(
                answer(
                    pods,
                    "asks",
                    POD.replace("\"spec\": {", "\"spec\": {\"hostNetwork\": true, "))))
        .contains("it shares the node's network (hostNetwork: true)");
  }

  @Test
  void a_pod_that_asks_for_what_cannot_be_is_refused_with_the_reason() throws Exception {
    String pod = POD.replace("\"name\": \"app\"", "\"name\": \"mesh-proxy\"");

    JsonNode response = answer(pods, "asks", pod);

    assertThat(response.get("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/code").asInt()).isEqualTo(422);
    assertThat(response.at("/status/message").asText())
        .isEqualTo(
            "pod asks/shop: container mesh-proxy: the mesh's own name (expected: another one)");
  }

  @Test
  void without_word_of_the_namespace_there_is_no_answer() {
    assertThatThrownBy(() -> answer(pods, "unknown", POD))
        .isInstanceOf(IOException.class)
        .hasMessage("namespace unknown: the API server is away");
  }

  @Test
  void a_route_whose_services_are_there_is_stored_in_silence() throws Exception {
    JsonNode response = answer(routes, "asks", route("{\"service\": \"shop\", \"weight\": 1}"));

    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(response.has("warnings")).isFalse();
  }

  @Test
  void a_route_before_its_service_is_stored_with_a_warning() throws Exception {
    String backends =
        "{\"service\": \"shop\", \"weight\": 9}, {\"service\": \"shop2\", \"weight\": 1}";

    JsonNode response = answer(routes, "asks", route(backends));

    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(warning(response))
        .isEqualTo(
            "service asks/shop2: no such Service yet; its share is refused until it is there");
  }

  @Test
  void a_second_route_for_the_same_requests_is_stored_with_a_warning() throws Exception {
    stored.add(read(route("first", "shop", "null")));

    assertThat(warning(answer(routes, "asks", route("second", "shop", "null"))))
        .isEqualTo(
            "service asks/shop: CanaryRoute asks/first takes the same requests; the older of the"
                + " two decides them: remove one, or let them match different ones");
  }

  @Test
  void a_route_of_the_gateway_api_for_the_same_requests_is_a_rival_and_the_other_way_round()
      throws Exception {
    String http = httpRoute("http", "{\"backendRefs\": [{\"name\": \"shop\", \"port\": 80}]}");
    String canary = route("canary", "shop", "null");

    stored.add(read(http));
    assertThat(warning(answer(routes, "asks", canary)))
        .startsWith("service asks/shop: HTTPRoute asks/http takes the same requests; the older");

    stored.set(0, read(canary));
    assertThat(warning(answer(routes, "asks", http)))
        .startsWith("service asks/shop: CanaryRoute asks/canary takes the same requests");
  }

  @Test
  void of_the_gateway_api_what_the_mesh_does_not_know_is_stored_with_a_warning() throws Exception {
    String rule =
        "{\"timeouts\": {\"request\": \"1s\"},"
            + " \"backendRefs\": [{\"name\": \"shop\", \"port\": 80}]}";

    assertThat(warning(answer(routes, "asks", httpRoute("http", rule))))
        .startsWith(
            "the mesh will not accept this route: spec.rules[0].timeouts: not supported yet");
  }

  @Test
  void routes_for_different_requests_or_services_do_not_meet() throws Exception {
    String again = route("again", "shop", "null");
    stored.add(read(route("testers", "shop", "{\"pathPrefix\": \"/test\"}")));
    stored.add(read(route("other", "other", "null")));
    stored.add(read(again)); // itself, as it was before
    stored.add(
        read(
            httpRoute(
                "deeper",
                "{\"matches\": [{\"path\": {\"value\": \"/deep\"}}],"
                    + " \"backendRefs\": [{\"name\": \"shop\", \"port\": 80}]}")));

    JsonNode response = answer(routes, "asks", again);

    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(response.has("warnings")).isFalse();
  }

  private static String route(String name, String service, String match) {
    return """
    {"apiVersion": "mesh.diy/v1alpha1", "kind": "CanaryRoute",
     "metadata": {"name": "%s", "namespace": "asks"},
     "spec": {"service": "%s", "match": %s, "backends": [{"service": "shop", "weight": 1}]}}
    """
        .formatted(name, service, match);
  }

  /** For one port of shop. */
  private static String httpRoute(String name, String rule) {
    return """
    {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
     "metadata": {"name": "%s", "namespace": "asks"},
     "spec": {
       "parentRefs": [{"group": "", "kind": "Service", "name": "shop", "port": 80}],
       "rules": [%s]}}
    """
        .formatted(name, rule);
  }

  private static Route read(String route) throws IOException {
    Tree tree = Tree.ofPlain(JSON.readValue(route, Object.class));
    return (Route) ResourceReader.read(tree, new Place.InCluster()).resource().orElseThrow();
  }

  @Test
  void a_route_that_is_wrong_in_itself_is_refused_with_the_field() throws Exception {
    JsonNode response = answer(routes, "asks", route("{\"service\": \"shop\", \"weight\": -1}"));

    assertThat(response.get("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/message").asText()).contains("spec.backends[0].weight");
  }

  @Test
  void what_is_no_review_is_told_so() {
    assertThatThrownBy(() -> pods.answer(JSON.readTree("{\"kind\": \"Pod\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no AdmissionReview of admission.k8s.io/v1");
  }

  private static String warning(JsonNode response) {
    assertThat(response.get("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.get("warnings")).hasSize(1);
    return response.at("/warnings/0").asText();
  }

  private static String route(String backends) {
    return """
    {"apiVersion": "mesh.diy/v1alpha1", "kind": "CanaryRoute",
     "metadata": {"name": "shop", "namespace": "asks"},
     "spec": {"service": "shop", "backends": [%s]}}
    """
        .formatted(backends);
  }

  private static JsonNode answer(Review review, String namespace, String object)
      throws IOException {
    JsonNode asked =
        JSON.readTree(
            """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
             "request": {"uid": "u-1", "namespace": "%s", "object": %s}}
            """
                .formatted(namespace, object));
    JsonNode answer = review.answer(asked);
    assertThat(List.of(answer.get("apiVersion").asText(), answer.get("kind").asText()))
        .containsExactly("admission.k8s.io/v1", "AdmissionReview");
    return answer.get("response");
  }
}
