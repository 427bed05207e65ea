package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.ServiceName;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code mesh.diy/v1alpha1 CanaryRoute}: shares a Service's traffic between Services by weight.
 *
 * @param service what callers use, in the route's own namespace
 * @param match which requests it decides; all others are left to other routes, or to the Service
 *     itself
 * @param backends 1 to {@link #MOST_BACKENDS}, in the order written, in the route's own namespace
 */
public record CanaryRoute(
    Origin origin,
    Metadata metadata,
    ServiceName service,
    RequestMatch match,
    List<RouteBackend> backends)
    implements Route {

  public static final String KIND = "CanaryRoute";
  public static final String GROUP = "mesh.diy";
  public static final String API_VERSION = GROUP + "/v1alpha1";

  /** As many as a rule of the Gateway API may have. */
  public static final int MOST_BACKENDS = 16;

  /** As many as a match of the Gateway API may have. */
  public static final int MOST_HEADERS = 16;

  public CanaryRoute {
    backends = List.copyOf(backends);
  }

  @Override
  public String group() {
    return GROUP;
  }

  @Override
  public boolean leavesRestToService() {
    return true;
  }

  @Override
  public List<Parent> parents() {
    return List.of(new Parent(service, OptionalInt.empty()));
  }

  @Override
  public List<RouteRule> rules() {
    return List.of(new RouteRule(List.of(match), backends));
  }
}
