package diy.mesh.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.model.route.Origin;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Service;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClusterObjectTest {

  private static final WatchedKind SERVICE = WatchedKind.BUILT_IN.get(0);
  private static final WatchedKind SLICE = WatchedKind.BUILT_IN.get(1);
  private static final WatchedKind ROUTE = WatchedKind.CUSTOM.getFirst();

  @Test
  void an_item_of_a_list_is_read_without_its_kind() {
    var service =
        read(
            SERVICE,
            Service.class,
            """
            metadata: {name: app-b, namespace: demo, uid: x, resourceVersion: "7"}
            spec:
              clusterIPs: [10.96.0.7, "fd00::7"]
              ports:
              - {name: http, port: 80, targetPort: web, protocol: TCP}
              - {name: admin, port: 81, targetPort: 8081}
            status: {loadBalancer: {}}
            """);

    assertThat(service.name()).isEqualTo(new ServiceName("demo", "app-b"));
    assertThat(service.clusterIps())
        .containsExactly(InetAddress.ofLiteral("10.96.0.7"), InetAddress.ofLiteral("fd00::7"));
    assertThat(service.ports())
        .extracting(Service.Port::target)
        .containsExactly(
            new Service.TargetPort.Named("web"), new Service.TargetPort.Numbered(8081));
  }

  @Test
  void headless_and_external_services_have_no_address() {
    var headless =
        read(
            SERVICE,
            Service.class,
            """
            metadata: {name: db, namespace: demo}
            spec: {clusterIP: None, clusterIPs: [None], ports: [{port: 5432}]}
            """);
    var external =
        read(
            SERVICE,
            Service.class,
            """
            metadata: {name: api, namespace: demo}
            spec: {type: ExternalName, externalName: api.example.com, ports: [{port: 443}]}
            """);

    assertThat(headless.clusterIps()).isEmpty();
    assertThat(external.clusterIps()).isEmpty();
    assertThat(external.type()).isEqualTo(Service.Type.EXTERNAL_NAME);
  }

  @Test
  void a_slice_says_who_is_ready_serving_and_terminating() {
    var slice =
        read(
            SLICE,
            EndpointSlice.class,
            """
            metadata:
              name: app-b-x
              namespace: demo
              generation: 3
              labels: {kubernetes.io/service-name: app-b}
            addressType: IPv4
            ports: [{name: http, port: 8080, protocol: TCP}]
            endpoints:
            - addresses: [10.244.0.5]
              conditions: {ready: true, serving: true, terminating: false}
              targetRef: {kind: Pod, name: app-b-1}
            - addresses: [10.244.0.6]
              conditions: {ready: false, serving: true, terminating: true}
            """);

    assertThat(slice.service()).contains(new ServiceName("demo", "app-b"));
    assertThat(slice.ports())
        .extracting(EndpointSlice.SlicePort::number)
        .containsExactly(OptionalInt.of(8080));
    assertThat(slice.endpoints())
        .containsExactly(
            endpoint("10.244.0.5", true, false, "app-b-1"),
            endpoint("10.244.0.6", false, true, ""));
  }

  @Test
  void a_slice_of_no_endpoints_and_no_ports_is_good() {
    var slice =
        read(
            SLICE,
            EndpointSlice.class,
            """
            metadata: {name: app-b-x, namespace: demo}
            addressType: IPv4
            endpoints: null
            ports: null
            """);

    assertThat(slice.endpoints()).isEmpty();
    assertThat(slice.ports()).isEmpty();
  }

  @Test
  void a_route_knows_its_generation_and_when_it_was_made() {
    var route = read(ROUTE, CanaryRoute.class, route(4, "{service: app-b, weight: 1}", ""));

    assertThat(route.origin()).isEqualTo(new Origin.InCluster("CanaryRoute", "demo/app-b", 4));
    assertThat(route.metadata().creationTimestamp()).isPresent();
  }

  @Test
  void another_status_is_the_same_route() {
    String backends = "{service: app-b, weight: 1}";
    var before = read(ROUTE, CanaryRoute.class, route(4, backends, ""));

    var after =
        read(
            ROUTE,
            CanaryRoute.class,
            route(4, backends, "status: {conditions: [{type: Accepted, status: 'True'}]}"));

    assertThat(after).isEqualTo(before);
  }

  @Test
  void what_cannot_be_read_is_refused_by_field_and_generation() {
    var event = ClusterObject.read(ROUTE, object(route(5, "{service: app-b, wait: 1}", "")));

    assertThat(event).isInstanceOf(ResourceEvent.Refused.class);
    var refused = (ResourceEvent.Refused) event;
    assertThat(refused.key())
        .isEqualTo(new ResourceKey("mesh.diy", "CanaryRoute", "demo", "app-b"));
    assertThat(refused.generation()).isEqualTo(5);
    assertThat(refused.problems())
        .extracting(Object::toString)
        .anySatisfy(problem -> assertThat(problem).startsWith("spec.backends[0].wait: not a field"))
        .anySatisfy(problem -> assertThat(problem).startsWith("spec.backends[0].weight: missing"));
  }

  private static String route(int generation, String backend, String status) {
    return """
    metadata:
      name: app-b
      namespace: demo
      generation: %d
      creationTimestamp: "2026-11-01T12:00:00Z"
      managedFields: [{manager: kubectl}]
    spec: {service: app-b, backends: [%s]}
    %s
    """
        .formatted(generation, backend, status);
  }

  private static EndpointSlice.SliceEndpoint endpoint(
      String ip, boolean ready, boolean terminating, String pod) {
    return new EndpointSlice.SliceEndpoint(
        List.of(InetAddress.ofLiteral(ip)), ready, true, terminating, pod);
  }

  private static <T> T read(WatchedKind kind, Class<T> type, String yaml) {
    var event = ClusterObject.read(kind, object(yaml));
    assertThat(event).isInstanceOf(ResourceEvent.Applied.class);
    return type.cast(((ResourceEvent.Applied) event).resource());
  }

  private static GenericKubernetesResource object(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
