package diy.mesh.standalone.endpoints;

import diy.mesh.model.service.Address;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Service;
import diy.mesh.standalone.network.ServiceHost;
import diy.mesh.standalone.network.ServicePort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where Services lead, for the node's network.
 *
 * @param ports what their addresses lead to
 * @param hosts what their names lead to
 */
public record ServiceTable(List<ServicePort> ports, List<ServiceHost> hosts) {

  public ServiceTable {
    ports = List.copyOf(ports);
    hosts = List.copyOf(hosts);
  }

  /** Reads Services and all slices, whoever wrote them. */
  public static ServiceTable of(List<Service> services, List<EndpointSlice> slices) {
    var ports = new ArrayList<ServicePort>();
    var hosts = new ArrayList<ServiceHost>();
    for (Service service : services) {
      var own =
          slices.stream()
              .filter(slice -> slice.service().filter(service.name()::equals).isPresent())
              .toList();
      var addresses = service.clusterIps().stream().filter(Inet4Address.class::isInstance).toList();
      for (InetAddress address : addresses) {
        service.ports().stream()
            .filter(port -> port.protocol() != Protocol.SCTP)
            .forEach(port -> ports.add(port(service, address, port, own)));
      }
      var led = addresses.isEmpty() ? readyPods(own).distinct().toList() : addresses;
      hosts.add(new ServiceHost(service.metadata().namespace(), service.metadata().name(), led));
    }
    return new ServiceTable(ports, hosts);
  }

  private static ServicePort port(
      Service service, InetAddress address, Service.Port port, List<EndpointSlice> slices) {
    return new ServicePort(
        "%s:%d".formatted(service.name(), port.number()),
        port.protocol().name().toLowerCase(Locale.ROOT),
        address,
        port.number(),
        slices.stream().flatMap(slice -> endpoints(slice, port)).distinct().toList());
  }

  private static Stream<Address> endpoints(EndpointSlice slice, Service.Port port) {
    return slice.ports().stream()
        .filter(candidate -> candidate.name().equals(port.name()))
        .filter(candidate -> candidate.protocol() == port.protocol())
        .flatMap(candidate -> candidate.number().stream().boxed())
        .flatMap(number -> readyPods(List.of(slice)).map(pod -> new Address(pod, number)));
  }

  private static Stream<InetAddress> readyPods(List<EndpointSlice> slices) {
    return slices.stream()
        .flatMap(slice -> slice.endpoints().stream())
        .filter(SliceEndpoint::ready)
        .map(endpoint -> endpoint.addresses().getFirst())
        .filter(Inet4Address.class::isInstance);
  }
}
