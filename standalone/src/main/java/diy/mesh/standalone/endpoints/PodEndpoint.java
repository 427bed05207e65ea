package diy.mesh.standalone.endpoints;

import java.net.InetAddress;
import java.util.Map;

/**
 * A pod as Services see it.
 *
 * @param ports numbers of its containers' ports that have names
 * @param ready it takes traffic
 * @param serving it would answer, though it may be ending
 * @param terminating it is ending
 */
public record PodEndpoint(
    String namespace,
    String name,
    InetAddress address,
    Map<String, String> labels,
    Map<String, Integer> ports,
    boolean ready,
    boolean serving,
    boolean terminating) {

  public PodEndpoint {
    labels = Map.copyOf(labels);
    ports = Map.copyOf(ports);
  }
}
