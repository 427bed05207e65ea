package diy.mesh.meshctl.report;

import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.EndpointSlice.SlicePort;
import diy.mesh.standalone.PodStatus;
import java.util.ArrayList;
import java.util.List;

/** A line of {@code meshctl get}, or an element of its JSON. */
public sealed interface Item {

  String namespace();

  String name();

  /** What a table shows of it, below its kind's headings. */
  List<String> cells();

  /** A pod. */
  record Pod(
      String namespace, String name, String address, boolean sidecar, boolean ready, String message)
      implements Item {

    public static Pod of(PodStatus pod) {
      return new Pod(
          pod.namespace(), pod.name(), pod.address(), pod.injected(), pod.ready(), pod.message());
    }

    @Override
    public List<String> cells() {
      return List.of(full(this), address, yes(sidecar), yes(ready), message);
    }
  }

  /**
   * A Service.
   *
   * @param ports as {@code 80 (http)}
   */
  record Service(String namespace, String name, List<String> addresses, List<String> ports)
      implements Item {

    public static Service of(diy.mesh.resources.Service service) {
      return new Service(
          service.name().namespace(),
          service.name().name(),
          service.clusterIps().stream().map(ip -> ip.getHostAddress()).toList(),
          service.ports().stream().map(port -> port.toString()).toList());
    }

    @Override
    public List<String> cells() {
      return List.of(full(this), String.join(" ", addresses), String.join(" ", ports));
    }
  }

  /** A route, and what became of it. */
  record Route(
      String namespace,
      String name,
      String kind,
      String service,
      String origin,
      boolean accepted,
      boolean resolved,
      String message)
      implements Item {

    public static Route of(RouteStatus route, Place place) {
      var name = route.resource().split("/", 2);
      return new Route(
          name[0],
          name[1],
          route.kind(),
          route.service(),
          place.of(route.origin()),
          route.accepted(),
          route.resolved(),
          route.message());
    }

    @Override
    public List<String> cells() {
      return List.of(full(this), service, yes(accepted), yes(resolved), origin, message);
    }
  }

  /**
   * Somebody who serves a Service.
   *
   * @param name the Service's
   * @param address {@code IP:PORT}
   * @param ready whether it takes traffic
   * @param serving whether it could
   * @param terminating whether it is about to end
   * @param workload the pod
   */
  record Endpoint(
      String namespace,
      String name,
      String address,
      boolean ready,
      boolean serving,
      boolean terminating,
      String workload)
      implements Item {

    /** All endpoints of a slice, port by port; none where it is labelled for no Service. */
    public static List<Endpoint> of(EndpointSlice slice) {
      var endpoints = new ArrayList<Endpoint>();
      if (slice.service().isPresent()) {
        for (SliceEndpoint endpoint : slice.endpoints()) {
          slice.ports().forEach(port -> endpoints.add(of(slice, endpoint, port)));
        }
      }
      return endpoints;
    }

    private static Endpoint of(EndpointSlice slice, SliceEndpoint endpoint, SlicePort port) {
      var service = slice.service().orElseThrow();
      String ip = endpoint.addresses().isEmpty() ? "?" : text(endpoint);
      String number = port.number().isPresent() ? Integer.toString(port.number().getAsInt()) : "*";
      return new Endpoint(
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

    @Override
    public List<String> cells() {
      return List.of(full(this), address, yes(ready), yes(serving), yes(terminating), workload);
    }
  }

  /**
   * A Deployment.
   *
   * @param replicas how many pods it wants
   * @param ready how many of them are
   */
  record Deployment(String namespace, String name, int replicas, int ready) implements Item {

    @Override
    public List<String> cells() {
      return List.of(full(this), "%d/%d".formatted(ready, replicas));
    }
  }

  /**
   * A pod's proxy, as the control plane knows it.
   *
   * @param connected whether its stream is up
   * @param targets how many it holds
   * @param acked of how many it has the newest version
   * @param refused of how many it refuses it
   */
  record Proxy(
      String namespace, String name, boolean connected, int targets, int acked, int refused)
      implements Item {

    /** That of a pod, found among those that are connected. */
    public static Proxy of(PodStatus pod, List<ProxyStatus> connected) {
      return connected.stream()
          .filter(proxy -> proxy.name().equals(pod.namespace() + "/" + pod.name()))
          .findFirst()
          .map(
              proxy ->
                  new Proxy(
                      pod.namespace(),
                      pod.name(),
                      true,
                      proxy.targets().size(),
                      (int) proxy.targets().stream().filter(ProxyStatus.Held::acked).count(),
                      (int) proxy.targets().stream().filter(held -> held.nack() != null).count()))
          .orElseGet(() -> new Proxy(pod.namespace(), pod.name(), false, 0, 0, 0));
    }

    @Override
    public List<String> cells() {
      return List.of(
          full(this),
          yes(connected),
          Integer.toString(targets),
          Integer.toString(acked),
          Integer.toString(refused));
    }
  }

  private static String full(Item item) {
    return item.namespace() + "/" + item.name();
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }
}
