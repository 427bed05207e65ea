package diy.mesh.standalone.network;

import java.net.InetAddress;
import java.util.List;

/**
 * A Service's name and where it leads.
 *
 * @param namespace the Service's namespace
 * @param name its name
 * @param addresses its own address; for a headless Service those of its pods
 */
public record ServiceHost(String namespace, String name, List<InetAddress> addresses) {
  public ServiceHost {
    addresses = List.copyOf(addresses);
  }
}
