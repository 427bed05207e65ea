package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.model.service.ServiceName;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code mesh.diy/v1alpha1 CanaryRoute}: shares a Service's traffic between Services by weight.
 *
 * @param service what callers use, in the route's own namespace
 * @param backends 1 to {@link #MOST_BACKENDS}, in the order written
 */
public record CanaryRoute(
    Origin origin, Metadata metadata, ServiceName service, List<Backend> backends)
    implements Resource {

  public static final String KIND = "CanaryRoute";
  public static final String GROUP = "mesh.diy";
  public static final String API_VERSION = GROUP + "/v1alpha1";

  /** As many as a rule of the Gateway API may have. */
  public static final int MOST_BACKENDS = 16;

  /**
   * Who gets a share.
   *
   * @param service in the route's own namespace
   * @param weight its share of the sum of all weights: 0 to 1,000,000
   * @param port of the backend; empty for the one that fits the caller's port
   */
  public record Backend(ServiceName service, int weight, OptionalInt port) {

    @Override
    public String toString() {
      return port.isEmpty() ? service.toString() : service + ":" + port.getAsInt();
    }
  }

  public CanaryRoute {
    backends = List.copyOf(backends);
  }

  @Override
  public String group() {
    return GROUP;
  }
}
