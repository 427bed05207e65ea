package diy.mesh.dataplane;

import diy.mesh.model.service.Address;
import java.net.InetAddress;

/** How connections come to the proxy. */
sealed interface Capture {

  /** By the pod's iptables rules: both directions, to wherever they were going. */
  record Redirected() implements Capture {}

  /**
   * By being sent to the proxy itself: there are no rules, and so no privileges are needed. What
   * the app sends is not seen, and no control plane is asked.
   *
   * @param port that the proxy takes connections on; Services name this one
   * @param targetPort of the app, on the loopback address that it shares with the proxy
   */
  record Explicit(int port, int targetPort) implements Capture {

    public Explicit {
      if (port == targetPort) {
        throw new IllegalArgumentException(
            "targetPort: %d (expected: another port than the proxy's own)".formatted(targetPort));
      }
    }

    Address target() {
      return new Address(InetAddress.getLoopbackAddress(), targetPort);
    }
  }
}
