package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One of the proxies compared: how it is told what to do. One worker each. */
sealed interface Peer permits Mesh, HaProxy, Nginx, Envoy {

  /** As it stands in the table. */
  String name();

  /** Debian's nginx relays only with one more package. */
  default boolean takes(Role role) {
    return true;
  }

  /**
   * How one is started that takes connections on a port; may write files.
   *
   * @param target the port of the servers behind it: of both pods for a router or relay, of the
   *     loopback address for a door
   */
  Launch launch(Role role, int port, int target) throws IOException;

  /** Where clients connect to, of one that was started so. */
  default InetSocketAddress entrance(Role role, int port, int target) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Its port where it has no choice; else any. */
  default int port(Role role, int free) {
    return free;
  }
}
