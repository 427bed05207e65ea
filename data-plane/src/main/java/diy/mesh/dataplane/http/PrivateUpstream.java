package diy.mesh.dataplane.http;

import diy.mesh.dataplane.path.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The upstream of a client whose connection is authenticated as a whole: nobody else's requests go
 * there, and this client's go nowhere else.
 */
final class PrivateUpstream {

  private Decision.Forward route;
  private @Nullable UpstreamConnection idle;

  PrivateUpstream(Decision.Forward route) {
    this.route = route;
  }

  /** Where all requests of this client go, with whatever the weights would choose for them. */
  Decision.Forward route() {
    return route;
  }

  /** The endpoint took no connection any more, and the client begins anew with another one. */
  void moveTo(Decision.Forward other) {
    route = other;
  }

  /** The connection, for the next request; null where its server has closed it. */
  @Nullable UpstreamConnection take() {
    UpstreamConnection taken = idle;
    idle = null;
    return taken != null && taken.isUsable() ? taken : null;
  }

  /** Keeps it until the client's next request, or its end. */
  void keep(UpstreamConnection connection) {
    connection.markKept();
    idle = connection;
  }

  void close() {
    if (idle != null) {
      idle.close();
      idle = null;
    }
  }
}
