package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.Service;
import java.util.List;

/** What a name means inside a pod of a cluster, as the cluster's DNS would say. Pure. */
public final class ClusterNames {

  private ClusterNames() {}

  /**
   * The address that an app would connect to first.
   *
   * @param namespace the pod's
   * @param host a name, or an address as it stands in a URL
   * @throws Failure if the name means no Service, or one without an address
   */
  public static String resolve(
      String namespace, String host, List<Service> services, List<EndpointSlice> slices) {
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.matches("[0-9.]+")) {
      return host;
    }
    var name = serviceName(namespace, host);
    var service =
        services.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure(
                        "%s: no Service %s in the cluster, and the mesh leaves other names alone;"
                                .formatted(host, name)
                            + " see ./meshctl get services"));
    if (!service.clusterIps().isEmpty()) {
      return service.clusterIps().getFirst().getHostAddress();
    }
    return slices.stream()
        .filter(slice -> slice.service().filter(name::equals).isPresent())
        .flatMap(slice -> slice.endpoints().stream())
        .filter(endpoint -> endpoint.ready() && !endpoint.addresses().isEmpty())
        .findFirst()
        .map(endpoint -> endpoint.addresses().getFirst().getHostAddress())
        .orElseThrow(
            () ->
                new Failure(
                    "%s: Service %s has neither an address of its own nor a ready endpoint; see"
                            .formatted(host, name)
                        + " ./meshctl endpoints "
                        + name));
  }

  /** {@code app-b}, {@code app-b.demo}, {@code app-b.demo.svc} and what may follow. */
  private static ServiceName serviceName(String namespace, String host) {
    var parts = host.split("\\.", -1);
    return new ServiceName(parts.length == 1 ? namespace : parts[1], parts[0]);
  }
}
