package diy.mesh.dataplane.http;

import diy.mesh.dataplane.path.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The upstream of a client whose connection is authenticated as a whole: nobody else's requests go
 * there, and this client's go nowhere else. Most clients never have one.
 */
final class PrivateUpstream {

  private Decision.@Nullable Forward route;
  private @Nullable UpstreamConnection idle;

  /**
   * Where all requests of this client go, with whatever the weights would choose for them; null as
   * long as they go anywhere.
   */
  Decision.@Nullable Forward route() {
    return route;
  }

  /** From now on all go there; also where an endpoint took no connection and another one does. */
  void keepTo(Decision.Forward forward) {
    route = forward;
  }

  /** The connection, for the next request; null where there is none that can be used. */
  @Nullable UpstreamConnection take() {
    UpstreamConnection taken = idle;
    idle = null;
    return taken != null && taken.isUsable() ? taken : null;
  }

  /** Keeps it until the client's next request, or its end; not for a client without a route. */
  boolean keep(UpstreamConnection connection) {
    if (route == null) {
      return false;
    }
    connection.markKept();
    idle = connection;
    return true;
  }

  void close() {
    if (idle != null) {
      idle.close();
      idle = null;
    }
  }
}
