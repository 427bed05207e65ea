package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.model.service.ServiceName;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code discovery.k8s.io/v1 EndpointSlice}: some of the pods behind a Service.
 *
 * @param service empty where it is labelled for none
 * @param endpoints those with literal addresses: a slice of {@code addressType: FQDN} has none
 */
public record EndpointSlice(
    Origin origin,
    Metadata metadata,
    Optional<ServiceName> service,
    List<SliceEndpoint> endpoints,
    List<SlicePort> ports)
    implements Resource {

  public static final String KIND = "EndpointSlice";
  public static final String GROUP = "discovery.k8s.io";

  /** The label that names the Service. */
  public static final String SERVICE_LABEL = "kubernetes.io/service-name";

  /**
   * A pod, mostly.
   *
   * @param addresses all of them the same pod's
   * @param ready it takes traffic; where the slice does not say, it does
   * @param serving as {@code ready}, but also true of a terminating pod that still answers
   * @param workload the name of what {@code targetRef} refers to; empty where nothing
   */
  public record SliceEndpoint(
      List<InetAddress> addresses,
      boolean ready,
      boolean serving,
      boolean terminating,
      String workload) {
    public SliceEndpoint {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A port of all endpoints of the slice.
   *
   * @param name that of the Service's port; empty for a Service with one port and no name
   * @param number empty where all ports are meant
   */
  public record SlicePort(String name, OptionalInt number, Protocol protocol) {}

  public EndpointSlice {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  @Override
  public String group() {
    return GROUP;
  }
}
