package diy.mesh.resources;

import diy.mesh.model.service.ServiceName;
import java.util.List;
import java.util.OptionalInt;

/** A resource that decides where requests to Services go. */
public sealed interface Route extends Resource permits CanaryRoute {

  /** The Services that it decides for; never empty. */
  List<Parent> parents();

  /** What it decides, in the order written; never empty. */
  List<RouteRule> rules();

  /**
   * What callers use.
   *
   * @param port of the Service that is meant; empty for all
   */
  record Parent(ServiceName service, OptionalInt port) {

    /** Whether callers of this port are meant. */
    public boolean has(int number) {
      return port.isEmpty() || port.getAsInt() == number;
    }
  }
}
