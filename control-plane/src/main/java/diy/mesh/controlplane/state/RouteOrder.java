package diy.mesh.controlplane.state;

import diy.mesh.model.route.Origin;
import diy.mesh.resources.CanaryRoute;
import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two routes for one Service was first: by creation time, else by file and line. A total
 * order, so that who wins never depends on what was read first.
 */
final class RouteOrder {

  static final Comparator<CanaryRoute> OLDEST_FIRST =
      Comparator.comparing(RouteOrder::created)
          .thenComparing(RouteOrder::file)
          .thenComparingInt(RouteOrder::line)
          .thenComparing(CanaryRoute::key);

  private RouteOrder() {}

  private static Instant created(CanaryRoute route) {
    return route.metadata().creationTimestamp().orElse(Instant.MAX);
  }

  private static String file(CanaryRoute route) {
    return switch (route.origin()) {
      case Origin.InFile in -> in.file();
      case Origin.InCluster _ -> "";
    };
  }

  private static int line(CanaryRoute route) {
    return switch (route.origin()) {
      case Origin.InFile in -> in.line();
      case Origin.InCluster _ -> 0;
    };
  }
}
