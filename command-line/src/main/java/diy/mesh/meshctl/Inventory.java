package diy.mesh.meshctl;

import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.meshctl.node.Places;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Kind;
import diy.mesh.meshctl.report.Listing;
import diy.mesh.meshctl.report.Rules;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.EndpointSlice.SlicePort;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Resource;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What there is in a running node, asked of whoever knows best. */
final class Inventory {

  private final NodeSettings settings;
  private final ObjectStore store;
  private final ControlPlane controlPlane;

  Inventory(NodeSettings settings) {
    this.settings = settings;
    this.store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    this.controlPlane = ControlPlane.of(settings);
  }

  /** All of a kind. */
  Listing list(Kind kind) throws IOException, InterruptedException {
    return Listing.of(
        kind,
        switch (kind) {
          case PODS -> pods().stream().map(Item.Pod::of).toList();
          case SERVICES -> Workloads.services(store).stream().map(Item.Service::of).toList();
          case ROUTES -> controlPlane.routes().stream().map(this::route).toList();
          case ENDPOINTS -> endpoints();
          case DEPLOYMENTS -> deployments();
          case PROXIES -> proxies();
        });
  }

  /** What decides, of one Service or of all. */
  Rules rules(String service) throws IOException, InterruptedException {
    return Rules.of(
        controlPlane.targets(),
        controlPlane.routes(),
        controlPlane.proxies(),
        Places.of(settings.stateDirectory())::find,
        service);
  }

  List<PodStatus> pods() throws IOException {
    return StatusFile.read(settings.stateDirectory());
  }

  private Item.Route route(RouteStatus route) {
    var name = route.resource().split("/", 2);
    return new Item.Route(
        name[0],
        name[1],
        route.kind(),
        route.service(),
        Places.of(settings.stateDirectory()).find(route.origin()),
        route.accepted(),
        route.resolved(),
        route.message());
  }

  private List<Item.Endpoint> endpoints() throws IOException {
    var endpoints = new ArrayList<Item.Endpoint>();
    for (Resource resource : Workloads.resources(store)) {
      if (resource instanceof EndpointSlice slice && slice.service().isPresent()) {
        for (SliceEndpoint endpoint : slice.endpoints()) {
          slice.ports().forEach(port -> endpoints.add(endpoint(slice, endpoint, port)));
        }
      }
    }
    return endpoints;
  }

  private static Item.Endpoint endpoint(
      EndpointSlice slice, SliceEndpoint endpoint, SlicePort port) {
    var service = slice.service().orElseThrow();
    String ip = endpoint.addresses().isEmpty() ? "?" : text(endpoint);
    String number = port.number().isPresent() ? Integer.toString(port.number().getAsInt()) : "*";
    return new Item.Endpoint(
        service.namespace(),
        service.name(),
        ip + ":" + number,
        endpoint.ready(),
        endpoint.serving(),
        endpoint.terminating(),
        endpoint.workload());
  }

  private static String text(SliceEndpoint endpoint) {
    String ip = endpoint.addresses().getFirst().getHostAddress();
    return ip.contains(":") ? "[%s]".formatted(ip) : ip;
  }

  private List<Item.Deployment> deployments() throws IOException {
    var pods = pods();
    var deployments = new ArrayList<Item.Deployment>();
    for (Resource resource : Workloads.resources(store)) {
      if (resource instanceof OtherResource other && other.origin().kind().equals("Deployment")) {
        var metadata = other.metadata();
        var own = Pattern.compile(Pattern.quote(metadata.name()) + "-[0-9]+");
        long ready =
            pods.stream()
                .filter(pod -> pod.ready() && pod.namespace().equals(metadata.namespace()))
                .filter(pod -> own.matcher(pod.name()).matches())
                .count();
        deployments.add(
            new Item.Deployment(
                metadata.namespace(), metadata.name(), Workloads.replicas(other), (int) ready));
      }
    }
    return deployments;
  }

  private List<Item.Proxy> proxies() throws IOException, InterruptedException {
    var connected = controlPlane.proxies();
    var proxies = new ArrayList<Item.Proxy>();
    for (PodStatus pod : pods()) {
      if (pod.injected()) {
        proxies.add(proxy(pod, connected));
      }
    }
    return proxies;
  }

  private static Item.Proxy proxy(PodStatus pod, List<ProxyStatus> connected) {
    return connected.stream()
        .filter(proxy -> proxy.name().equals(pod.namespace() + "/" + pod.name()))
        .findFirst()
        .map(
            proxy ->
                new Item.Proxy(
                    pod.namespace(),
                    pod.name(),
                    true,
                    proxy.targets().size(),
                    (int) proxy.targets().stream().filter(ProxyStatus.Held::acked).count(),
                    (int) proxy.targets().stream().filter(held -> held.nack() != null).count()))
        .orElseGet(() -> new Item.Proxy(pod.namespace(), pod.name(), false, 0, 0, 0));
  }
}
