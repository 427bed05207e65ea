package diy.mesh.controlplane;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Metadata;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.RouteRule;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Resources for tests, all in the namespace {@code demo}. */
public final class Meshes {

  private Meshes() {}

  public static ServiceName name(String name) {
    return new ServiceName("demo", name);
  }

  /** With the port 80, named http. */
  public static Service service(String name, String... ips) {
    return service(name, List.of(ips), port("http", 80));
  }

  public static Service service(String name, List<String> ips, Service.Port... ports) {
    return new Service(
        origin(Service.KIND, name),
        metadata(name, Map.of()),
        Service.Type.CLUSTER_IP,
        ips.stream().map(InetAddress::ofLiteral).toList(),
        List.of(ports),
        Map.of());
  }

  public static Service.Port port(String name, int number) {
    return new Service.Port(
        name, number, new Service.TargetPort.Numbered(8080), Protocol.TCP, Optional.empty());
  }

  /** Ready endpoints on port 8080, named http. */
  public static EndpointSlice slice(String service, String... ips) {
    return slice(service + "-x", service, Arrays.stream(ips).map(Meshes::ready).toList());
  }

  public static EndpointSlice slice(
      String name, String service, List<EndpointSlice.SliceEndpoint> endpoints) {
    return new EndpointSlice(
        origin(EndpointSlice.KIND, name),
        metadata(name, Map.of(EndpointSlice.SERVICE_LABEL, service)),
        Optional.of(name(service)),
        endpoints,
        List.of(new EndpointSlice.SlicePort("http", OptionalInt.of(8080), Protocol.TCP)));
  }

  public static EndpointSlice.SliceEndpoint ready(String ip) {
    return new EndpointSlice.SliceEndpoint(
        List.of(InetAddress.ofLiteral(ip)), true, true, false, "");
  }

  public static EndpointSlice.SliceEndpoint terminating(String ip, boolean serving) {
    return new EndpointSlice.SliceEndpoint(
        List.of(InetAddress.ofLiteral(ip)), false, serving, true, "");
  }

  public static RouteBackend backend(String service, int weight) {
    return new RouteBackend(name(service), weight, OptionalInt.empty());
  }

  /** A route of the same name as its Service. */
  public static CanaryRoute route(String service, RouteBackend... backends) {
    return route(service, service, backends);
  }

  public static CanaryRoute route(String name, String service, RouteBackend... backends) {
    return new CanaryRoute(
        origin(CanaryRoute.KIND, name),
        metadata(name, Map.of()),
        name(service),
        RequestMatch.ANY,
        List.of(backends));
  }

  /** For a Service, of the same name, and some of its requests. */
  public static HttpRoute httpRoute(String service, RequestMatch match, RouteBackend... backends) {
    return new HttpRoute(
        new Origin.InCluster(HttpRoute.KIND, "demo/" + service, 1),
        metadata(service, Map.of()),
        List.of(new Route.Parent(name(service), OptionalInt.empty())),
        List.of(new RouteRule(List.of(match), List.of(backends))));
  }

  public static MeshState state(Resource... resources) {
    return MeshState.EMPTY.fold(applied(resources)).state();
  }

  public static List<ResourceEvent> applied(Resource... resources) {
    var events = new ArrayList<ResourceEvent>();
    Arrays.stream(resources).forEach(resource -> events.add(new ResourceEvent.Applied(resource)));
    return events;
  }

  public static SourceChange change(Resource... resources) {
    return new SourceChange(applied(resources), List.of());
  }

  public static SourceChange removal(ResourceKey key) {
    return new SourceChange(List.of(new ResourceEvent.Removed(key)), List.of());
  }

  /** Line 1 of a file named as the resource. */
  public static Origin origin(String kind, String name) {
    return new Origin.InFile(kind, "demo/" + name, name + ".yaml", 1);
  }

  private static Metadata metadata(String name, Map<String, String> labels) {
    return new Metadata("demo", name, labels, Map.of(), Optional.empty());
  }
}
