package diy.mesh.dataplane.listener;

import diy.mesh.model.service.Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an address leads back into this proxy. Connecting there would go round in circles until
 * nothing is left.
 *
 * @param ports those that redirected connections arrive at
 */
public record OwnListeners(Set<Integer> ports) implements Predicate<Address> {

  public OwnListeners {
    ports = Set.copyOf(ports);
  }

  @Override
  public boolean test(Address address) {
    return ports.contains(address.port()) && isLocal(address);
  }

  private static boolean isLocal(Address address) {
    try {
      return address.ip().isLoopbackAddress()
          || address.ip().isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address.ip()) != null;
    } catch (SocketException e) {
      return true; // in doubt no circle
    }
  }
}
