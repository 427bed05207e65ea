package diy.mesh.resources;

import diy.mesh.model.service.ServiceName;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** A resource that decides where requests to Services go. */
public sealed interface Route extends Resource permits CanaryRoute, HttpRoute {

  /** The Services that it decides for; never empty. */
  List<Parent> parents();

  /** What it decides, in the order written; never empty. */
  List<RouteRule> rules();

  /** Whether requests that no rule of it takes go to the Service itself; else they are refused. */
  boolean leavesRestToService();

  /**
   * What callers use.
   *
   * @param port of the Service that is meant; empty for all
   */
  record Parent(ServiceName service, OptionalInt port) {

    /** By name, then by port. */
    static final Comparator<Parent> ORDER =
        Comparator.comparing(Parent::service).thenComparingInt(parent -> parent.port.orElse(0));

    /** Whether callers of this port are meant. */
    public boolean has(int number) {
      return port.isEmpty() || port.getAsInt() == number;
    }

    /** Whether some callers are meant by both. */
    public boolean meets(Parent other) {
      return service.equals(other.service)
          && (port.isEmpty() || other.port.isEmpty() || port.equals(other.port));
    }
  }
}
