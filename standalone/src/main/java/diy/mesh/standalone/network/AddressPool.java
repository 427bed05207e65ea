package diy.mesh.standalone.network;

import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives pods their addresses: the next one, not the lowest free one, so that an address just given
 * back rests while proxies and connection tracking may still know its former owner. Not thread
 * safe.
 */
public final class AddressPool {

  private final Cidr range;
  private final int size;
  private final Set<InetAddress> taken = new HashSet<>();
  private int next = 1;

  public AddressPool(Cidr range) {
    this.range = range;
    int hostBits = Math.min(range.network().getAddress().length * 8 - range.prefix(), 16);
    // The first address is the network's, the last one the broadcast's.
    this.size = (1 << hostBits) - 1;
  }

  /**
   * Takes an address.
   *
   * @throws IllegalStateException if all are taken
   */
  public InetAddress take() {
    for (int tries = 1; tries < size; tries++) {
      var address = range.at(next);
      next = next + 1 < size ? next + 1 : 1;
      if (taken.add(address)) {
        return address;
      }
    }
    throw new IllegalStateException(
        "pod range %s: all %d addresses are taken (expected: a wider range)"
            .formatted(range, taken.size()));
  }

  /** Gives an address back. */
  public void giveBack(InetAddress address) {
    taken.remove(address);
  }
}
