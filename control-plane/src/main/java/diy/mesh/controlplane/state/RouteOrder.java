package diy.mesh.controlplane.state;

import diy.mesh.model.route.Origin;
import diy.mesh.resources.Route;
import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two routes was first: by creation time, else by file and line. A total order, so that
 * who wins never depends on what was read first.
 */
final class RouteOrder {

  static final Comparator<Route> OLDEST_FIRST =
      Comparator.comparing(RouteOrder::created)
          .thenComparing(RouteOrder::file)
          .thenComparingInt(RouteOrder::line)
          .thenComparing(Route::key);

  private RouteOrder() {}

  private static Instant created(Route route) {
    return route.metadata().creationTimestamp().orElse(Instant.MAX);
  }

  private static String file(Route route) {
    return switch (route.origin()) {
      case Origin.InFile in -> in.file();
      case Origin.InCluster _ -> "";
    };
  }

  private static int line(Route route) {
    return switch (route.origin()) {
      case Origin.InFile in -> in.line();
      case Origin.InCluster _ -> 0;
    };
  }
}
