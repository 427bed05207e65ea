package diy.mesh.standalone.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.ResourceFile;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: app, namespace: demo}
      spec:
        clusterIP: 10.202.0.7
        selector: {app: app}
        ports: [{name: http, port: 80, targetPort: http}]
      """;

  @Test
  void a_slice_holds_the_pods_that_the_service_selects() {
    var slices = slices(pod("app-1", 1, 8080, true), other("db-1", 9));

    assertThat(slices)
        .singleElement()
        .satisfies(
            slice -> {
              assertThat(slice.service()).hasValue(service().name());
              assertThat(slice.endpoints())
                  .extracting(SliceEndpoint::workload)
                  .containsExactly("app-1");
              assertThat(slice.ports().getFirst().number()).hasValue(8080);
            });
  }

  @Test
  void a_pod_that_is_not_ready_is_listed_as_such() {
    var slices = slices(pod("app-1", 1, 8080, true), pod("app-2", 2, 8080, false));

    assertThat(slices.getFirst().endpoints())
        .extracting(SliceEndpoint::ready)
        .containsExactly(true, false);
  }

  @Test
  void pods_whose_port_has_another_number_get_a_slice_of_their_own() {
    var slices = slices(pod("app-1", 1, 8080, true), pod("app-2", 2, 9090, true));

    assertThat(slices).hasSize(2);
    assertThat(table(slices).ports().getFirst().endpoints())
        .extracting(Object::toString)
        .containsExactly("10.201.0.1:8080", "10.201.0.2:9090");
  }

  @Test
  void a_service_without_pods_has_an_empty_slice() {
    var slices = slices();

    assertThat(slices).singleElement().satisfies(slice -> assertThat(slice.endpoints()).isEmpty());
  }

  @Test
  void rules_lead_only_to_pods_that_are_ready() {
    var slices = slices(pod("app-1", 1, 8080, true), pod("app-2", 2, 8080, false));

    var port = table(slices).ports().getFirst();

    assertThat(port.name()).isEqualTo("demo/app:80");
    assertThat(port.endpoints()).extracting(Object::toString).containsExactly("10.201.0.1:8080");
  }

  @Test
  void a_name_leads_to_the_services_address() {
    var host = table(slices()).hosts().getFirst();

    assertThat(host.name()).isEqualTo("app");
    assertThat(host.addresses()).containsExactly(InetAddress.ofLiteral("10.202.0.7"));
  }

  @Test
  void the_name_of_a_headless_service_leads_to_its_ready_pods() {
    var headless = read(SERVICE.replace("10.202.0.7", "None"));
    var slices = slices(pod("app-1", 1, 8080, true), pod("app-2", 2, 8080, false));

    var table = ServiceTable.of(List.of(headless), slices);

    assertThat(table.ports()).isEmpty();
    assertThat(table.hosts().getFirst().addresses())
        .containsExactly(InetAddress.ofLiteral("10.201.0.1"));
  }

  private static ServiceTable table(List<EndpointSlice> slices) {
    return ServiceTable.of(List.of(service()), slices);
  }

  /** As the control plane reads them: from their text. */
  private static List<EndpointSlice> slices(PodEndpoint... pods) {
    return EndpointSlices.of(List.of(service()), List.of(pods)).values().stream()
        .map(text -> ResourceFile.read("slice.yaml", text))
        .peek(file -> assertThat(file.problems()).isEmpty())
        .map(file -> (EndpointSlice) file.resources().getFirst())
        .toList();
  }

  private static Service service() {
    return read(SERVICE);
  }

  private static Service read(String yaml) {
    return (Service) ResourceFile.read("service.yaml", yaml).resources().getFirst();
  }

  private static PodEndpoint pod(String name, int number, int port, boolean ready) {
    return new PodEndpoint(
        "demo",
        name,
        InetAddress.ofLiteral("10.201.0." + number),
        Map.of("app", "app"),
        Map.of("http", port),
        ready,
        ready,
        false);
  }

  private static PodEndpoint other(String name, int number) {
    return new PodEndpoint(
        "demo",
        name,
        InetAddress.ofLiteral("10.201.0." + number),
        Map.of("app", "db"),
        Map.of(),
        true,
        true,
        false);
  }
}
