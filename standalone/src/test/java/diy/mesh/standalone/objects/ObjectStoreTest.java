package diy.mesh.standalone.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import diy.mesh.model.route.Origin;
import diy.mesh.standalone.network.AddressRanges;
import diy.mesh.standalone.objects.Applied.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: NAME, namespace: demo}
      spec: {selector: {app: a}, ports: [{port: 80}]}
      """;
  private static final String ROUTE =
      """
      # who gets what
      apiVersion: mesh.diy/v1alpha1
      kind: CanaryRoute
      metadata: {name: app-b, namespace: demo}
      spec: {service: app-b, backends: [{service: app-b, weight: 1}]}
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: app-a, namespace: demo}
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec:
            containers: [{name: app, image: app:1}]
      """;

  @TempDir private Path folder;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new ObjectStore(folder.resolve("state"), AddressRanges.DEFAULT);
  }

  @Test
  void a_service_gets_an_address_and_keeps_it() throws Exception {
    apply(service("app-b"));
    apply(service("app-b2"));

    var again = apply(service("app-b"));

    assertThat(again).extracting(Applied::change).containsExactly(Change.UNCHANGED);
    assertThat(stored("Service.demo.app-b.yaml")).contains("clusterIP: 10.202.0.1");
    assertThat(stored("Service.demo.app-b2.yaml")).contains("clusterIP: 10.202.0.2");
  }

  @Test
  void an_address_is_free_again_after_its_service() throws Exception {
    apply(service("app-b"));

    store.delete(new ObjectKey("Service", "demo", "app-b"));
    apply(service("app-c"));

    assertThat(stored("Service.demo.app-c.yaml")).contains("clusterIP: 10.202.0.1");
  }

  @Test
  void an_address_that_somebody_has_is_refused() throws Exception {
    apply(service("app-b"));
    String taken = service("app-c").replace("spec: {", "spec: {clusterIP: 10.202.0.1, ");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> apply(taken))
        .withMessageContaining("10.202.0.1 (expected: free; Service demo/app-b has it)");
  }

  @Test
  void a_headless_service_gets_no_address() throws Exception {
    apply(service("app-b").replace("spec: {", "spec: {clusterIP: None, "));

    assertThat(stored("Service.demo.app-b.yaml")).contains("clusterIP: None");
  }

  @Test
  void a_route_is_kept_exactly_as_written_below_the_place_where_its_author_wrote_it()
      throws Exception {
    var applied = apply(DEPLOYMENT + "---\n" + ROUTE).getFirst();

    var kept = "# copied from %s/objects.yaml:10\n---\n%s".formatted(folder, ROUTE);
    assertThat(applied.file()).isEqualTo("CanaryRoute.demo.app-b.yaml");
    assertThat(stored(applied.file())).isEqualTo(kept);
    assertThat(applied.sha256()).isEqualTo(Sha256.of(kept));
  }

  @Test
  void an_object_remembers_its_last_place_though_nothing_else_has_changed() throws Exception {
    apply(ROUTE);

    var moved = apply("---\n" + service("app-b") + "---\n" + ROUTE).getLast();

    assertThat(moved.change()).isEqualTo(Change.CONFIGURED);
    assertThat(store.find(moved.key()).orElseThrow().origin())
        .isEqualTo(new Origin.InFile("CanaryRoute", "demo/app-b", folder + "/objects.yaml", 8));
  }

  @Test
  void a_change_is_told_from_a_repetition() throws Exception {
    assertThat(apply(ROUTE).getFirst().change()).isEqualTo(Change.CREATED);
    assertThat(apply(ROUTE).getFirst().change()).isEqualTo(Change.UNCHANGED);
    assertThat(apply(ROUTE.replace("weight: 1", "weight: 2")).getFirst().change())
        .isEqualTo(Change.CONFIGURED);
  }

  @Test
  void one_wrong_object_keeps_all_others_out() {
    String wrong = ROUTE.replace("weight: 1", "weight: -1");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> apply(service("app-b") + "---\n" + wrong))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .contains("objects.yaml:10: ")
                    .contains("weight: -1 (expected: "));
    assertThat(store.folder()).doesNotExist();
  }

  @Test
  void a_kind_that_one_machine_does_not_run_is_refused_by_line() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> apply(DEPLOYMENT.replace("kind: Deployment", "kind: StatefulSet")))
        .withMessageContaining(
            "objects.yaml:2: kind: StatefulSet of apps/v1 (expected: Namespace,");
  }

  @Test
  void a_field_of_a_template_is_refused_by_line() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> apply(DEPLOYMENT.replace("image: app:1", "image: app:1, envFrom: []")))
        .withMessageContaining(
            "objects.yaml:9: spec.template.spec.containers[0].envFrom: standalone does not");
  }

  @Test
  void what_the_injector_refuses_is_refused_here() {
    String labelled =
        DEPLOYMENT.replace("labels: {app: a}", "labels: {app: a, mesh.diy/inject: maybe}");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> apply(labelled))
        .withMessageContaining("mesh.diy/inject: 'maybe' (expected: enabled or disabled)");
  }

  @Test
  void namespaces_and_services_are_written_before_pods() throws Exception {
    String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: demo}\n";

    var applied = apply(String.join("---\n", DEPLOYMENT, service("app-a"), namespace));

    assertThat(applied)
        .extracting(one -> one.key().kind())
        .containsExactly("Namespace", "Service", "Deployment");
  }

  @Test
  void the_same_object_in_two_files_is_refused() throws Exception {
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    Files.writeString(manifests.resolve("a.yaml"), ROUTE);
    Files.writeString(manifests.resolve("b.yaml"), ROUTE);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> store.apply(manifests))
        .withMessageContaining("b.yaml:2: CanaryRoute demo/app-b: a second time");
  }

  private List<Applied> apply(String text) throws IOException, RefusedException {
    return store.apply(Files.writeString(folder.resolve("objects.yaml"), text));
  }

  private String stored(String file) throws IOException {
    return Files.readString(store.folder().resolve(file));
  }

  private static String service(String name) {
    return SERVICE.replace("NAME", name);
  }
}
