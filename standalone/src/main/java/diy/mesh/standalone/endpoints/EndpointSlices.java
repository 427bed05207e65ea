package diy.mesh.standalone.endpoints;

import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Service;
import diy.mesh.resources.Service.Port;
import diy.mesh.resources.Service.TargetPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The endpoint controller: from Services and pods to the text of EndpointSlices. */
public final class EndpointSlices {

  /** The label by which a slice of ours is told from one that somebody applied. */
  public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  /** The value of that label. */
  public static final String OURS = "standalone.mesh.diy";

  private EndpointSlices() {}

  /**
   * All slices there should be.
   *
   * @return the text of each
   */
  public static SortedMap<ResourceKey, String> of(List<Service> services, List<PodEndpoint> pods) {
    var slices = new TreeMap<ResourceKey, String>();
    for (Service service : services) {
      if (!service.selector().isEmpty() && service.type() != Service.Type.EXTERNAL_NAME) {
        add(service, pods, slices);
      }
    }
    return slices;
  }

  private static void add(
      Service service, List<PodEndpoint> pods, Map<ResourceKey, String> slices) {
    var byPorts = new TreeMap<String, List<PodEndpoint>>();
    pods.stream()
        .filter(pod -> selects(service, pod))
        .sorted(Comparator.comparing(PodEndpoint::name))
        .forEach(
            pod -> byPorts.computeIfAbsent(ports(service, pod), _ -> new ArrayList<>()).add(pod));
    if (byPorts.isEmpty()) {
      byPorts.put(" []", List.of());
    }
    int number = 1;
    for (var group : byPorts.entrySet()) {
      String name = "%s-%d".formatted(service.metadata().name(), number);
      slices.put(
          new ResourceKey(
              EndpointSlice.GROUP, EndpointSlice.KIND, service.metadata().namespace(), name),
          render(service, name, group.getKey(), group.getValue()));
      number++;
    }
  }

  private static boolean selects(Service service, PodEndpoint pod) {
    return pod.namespace().equals(service.metadata().namespace())
        && pod.labels().entrySet().containsAll(service.selector().entrySet());
  }

  /** Pods with the same ports share a slice; a named port may be another number in each pod. */
  private static String ports(Service service, PodEndpoint pod) {
    var ports = new ArrayList<String>();
    for (Port port : service.ports()) {
      Integer number =
          switch (port.target()) {
            case TargetPort.Numbered(var same) -> Integer.valueOf(same);
            case TargetPort.Named(var name) -> pod.ports().get(name);
          };
      if (number != null) {
        String appProtocol =
            port.appProtocol().map(protocol -> ", appProtocol: \"" + protocol + '"').orElse("");
        ports.add(
            "\n  - {name: \"%s\", port: %d, protocol: %s%s}"
                .formatted(port.name(), number, port.protocol(), appProtocol));
      }
    }
    return ports.isEmpty() ? " []" : String.join("", ports);
  }

  private static String render(Service service, String name, String ports, List<PodEndpoint> pods) {
    var endpoints = new StringBuilder();
    for (PodEndpoint pod : pods) {
      endpoints.append(
          """

          - addresses: ["%s"]
            conditions: {ready: %s, serving: %s, terminating: %s}
            targetRef: {kind: Pod, namespace: %s, name: %s}\
          """
              .formatted(
                  pod.address().getHostAddress(),
                  pod.ready(),
                  pod.serving(),
                  pod.terminating(),
                  pod.namespace(),
                  pod.name()));
    }
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: %s
      namespace: %s
      labels:
        kubernetes.io/service-name: %s
        %s: %s
    addressType: IPv4
    ports:%s
    endpoints:%s
    """
        .formatted(
            name,
            service.metadata().namespace(),
            service.metadata().name(),
            MANAGED_BY,
            OURS,
            ports,
            endpoints.isEmpty() ? " []" : endpoints);
  }
}
