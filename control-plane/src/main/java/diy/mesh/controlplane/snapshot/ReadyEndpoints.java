package diy.mesh.controlplane.snapshot;

import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.EndpointSlice.SliceEndpoint;
import diy.mesh.resources.EndpointSlice.SlicePort;
import diy.mesh.resources.Protocol;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Who takes traffic of a Service's port, by all its slices together. */
final class ReadyEndpoints {

  /** Always the same order, so that the same endpoints make the same version. */
  private static final Comparator<Address> ORDER =
      Comparator.comparing((Address address) -> address.ip().getAddress(), Arrays::compareUnsigned)
          .thenComparingInt(Address::port);

  private ReadyEndpoints() {}

  /**
   * Those that are ready; where none is, those that are shutting down and still serve.
   *
   * @param caller the address that callers use: where some endpoints are of its family, only those
   */
  static List<Endpoint> of(
      Collection<EndpointSlice> slices, Service.Port port, InetAddress caller) {
    List<Endpoint> ready = find(slices, port, SliceEndpoint::ready);
    if (ready.isEmpty()) {
      ready = find(slices, port, endpoint -> endpoint.serving() && endpoint.terminating());
    }
    var sameFamily =
        ready.stream()
            .filter(endpoint -> endpoint.address().ip().getClass().equals(caller.getClass()))
            .toList();
    return sameFamily.isEmpty() ? ready : sameFamily;
  }

  private static List<Endpoint> find(
      Collection<EndpointSlice> slices, Service.Port port, Predicate<SliceEndpoint> wanted) {
    // An endpoint on its way from one slice to another may be in both.
    Map<Address, Endpoint> found = new TreeMap<>(ORDER);
    for (EndpointSlice slice : slices) {
      for (SlicePort slicePort : slice.ports()) {
        if (matches(slicePort, port)) {
          slice.endpoints().stream()
              .filter(wanted)
              .filter(endpoint -> !endpoint.addresses().isEmpty())
              .map(endpoint -> endpoint(endpoint, slicePort))
              .forEach(endpoint -> found.putIfAbsent(endpoint.address(), endpoint));
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  private static boolean matches(SlicePort slicePort, Service.Port port) {
    return slicePort.protocol() == Protocol.TCP
        && slicePort.number().isPresent()
        && slicePort.name().equals(port.name());
  }

  /** All addresses of an endpoint lead to the same pod: the first will do. */
  private static Endpoint endpoint(SliceEndpoint endpoint, SlicePort port) {
    var address = new Address(endpoint.addresses().getFirst(), port.number().getAsInt());
    return new Endpoint(address, endpoint.workload());
  }
}
