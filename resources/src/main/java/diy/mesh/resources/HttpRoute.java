package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import java.util.List;

/**
 * {@code gateway.networking.k8s.io/v1 HTTPRoute}, as far as it is for Services (the Gateway API's
 * mesh profile). What no rule of it takes is refused.
 *
 * @param parents Services in the route's own namespace; parents of other kinds are left out
 * @param rules in the order written
 */
public record HttpRoute(
    Origin origin, Metadata metadata, List<Parent> parents, List<RouteRule> rules)
    implements Route {

  public static final String KIND = "HTTPRoute";
  public static final String GROUP = "gateway.networking.k8s.io";
  public static final String API_VERSION = GROUP + "/v1";

  public HttpRoute {
    parents = List.copyOf(parents);
    rules = List.copyOf(rules);
  }

  @Override
  public String group() {
    return GROUP;
  }

  @Override
  public boolean leavesRestToService() {
    return false;
  }
}
