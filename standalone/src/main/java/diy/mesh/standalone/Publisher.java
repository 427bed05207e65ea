package diy.mesh.standalone;

import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.ResourceFile;
import diy.mesh.resources.ResourceKey;
import diy.mesh.standalone.endpoints.EndpointSlices;
import diy.mesh.standalone.endpoints.PodEndpoint;
import diy.mesh.standalone.endpoints.ServiceTable;
import diy.mesh.standalone.kubelet.RunningPod;
import diy.mesh.standalone.network.HostsFile;
import diy.mesh.standalone.network.NodeNetwork;
import diy.mesh.standalone.network.ServiceHost;
import diy.mesh.standalone.network.ServicePort;
import diy.mesh.standalone.objects.ObjectFolder;
import diy.mesh.standalone.objects.ObjectKey;
import diy.mesh.standalone.pod.ContainerSpec.Port;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells everybody who takes traffic: the control plane by EndpointSlices, the node by rules, pods
 * by their hosts files. Writes only what has changed. Not thread safe.
 */
final class Publisher {

  private final ObjectFolder folder;
  private final NodeNetwork network;
  private final HostsFile nodeHosts;
  private final ServiceHost controlPlane;
  private SortedMap<String, String> slices = new TreeMap<>();
  private List<ServicePort> ports = List.of();
  private List<ServiceHost> hosts = List.of();

  /**
   * A publisher that has said nothing yet.
   *
   * @param nodeHosts the node's own names
   * @param controlPlane a name that leads somewhere without a Service
   */
  Publisher(
      ObjectFolder folder, NodeNetwork network, HostsFile nodeHosts, ServiceHost controlPlane) {
    this.folder = folder;
    this.network = network;
    this.nodeHosts = nodeHosts;
    this.controlPlane = controlPlane;
  }

  /**
   * Publishes.
   *
   * @param made pods that are about to start
   * @return the text of each EndpointSlice that was written, by its file
   */
  Map<String, String> publish(Wanted wanted, List<RunningPod> pods, List<RunningPod> made)
      throws IOException {
    var written = writeSlices(wanted, pods);
    var table = ServiceTable.of(wanted.services(), allSlices(wanted));
    if (!table.ports().equals(ports)) {
      network.program(table.ports());
      ports = table.ports();
    }
    writeHosts(table, pods, made);
    return written;
  }

  private Map<String, String> writeSlices(Wanted wanted, List<RunningPod> pods) throws IOException {
    var next = new TreeMap<String, String>();
    EndpointSlices.of(wanted.services(), pods.stream().map(Publisher::endpoint).toList())
        .forEach((key, text) -> next.put(fileName(key), text));
    Map<String, String> written = new HashMap<>();
    for (var slice : next.entrySet()) {
      if (!slice.getValue().equals(slices.get(slice.getKey()))) {
        folder.write(slice.getKey(), slice.getValue());
        written.put(slice.getKey(), slice.getValue());
      }
    }
    for (String file : wanted.ownSlices()) {
      if (!next.containsKey(file)) {
        var _ = folder.delete(file);
      }
    }
    slices = next;
    return written;
  }

  /** Read back from their text: the node's rules and the proxies go by the same slices. */
  private List<EndpointSlice> allSlices(Wanted wanted) {
    var all = new ArrayList<>(wanted.slices());
    slices.forEach(
        (file, text) ->
            ResourceFile.read(file, text).resources().stream()
                .filter(EndpointSlice.class::isInstance)
                .map(EndpointSlice.class::cast)
                .forEach(all::add));
    return all;
  }

  private void writeHosts(ServiceTable table, List<RunningPod> pods, List<RunningPod> made)
      throws IOException {
    var next = new ArrayList<ServiceHost>();
    next.add(controlPlane);
    table.hosts().stream()
        .filter(host -> !host.name().equals(controlPlane.name()) || !isInMesh(host))
        .forEach(next::add);
    if (!next.equals(hosts)) {
      nodeHosts.update(next);
      for (RunningPod pod : pods) {
        pod.plan().hosts().update(next);
      }
      hosts = List.copyOf(next);
    }
    for (RunningPod pod : made) {
      pod.plan().hosts().create(next);
    }
  }

  private boolean isInMesh(ServiceHost host) {
    return host.namespace().equals(controlPlane.namespace());
  }

  private static PodEndpoint endpoint(RunningPod pod) {
    var identity = pod.plan().identity();
    Map<String, Integer> named =
        pod.plan().spec().containers().stream()
            .flatMap(container -> container.ports().stream())
            .filter(port -> !port.name().isEmpty())
            .collect(Collectors.toMap(Port::name, Port::number, (one, _) -> one));
    return new PodEndpoint(
        identity.namespace(),
        identity.name(),
        identity.address(),
        identity.labels(),
        named,
        pod.isReady(),
        pod.isServing(),
        pod.isTerminating());
  }

  private static String fileName(ResourceKey key) {
    return new ObjectKey(key.kind(), key.namespace(), key.name()).fileName();
  }
}
