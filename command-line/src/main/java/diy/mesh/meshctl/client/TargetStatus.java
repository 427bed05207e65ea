package diy.mesh.meshctl.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for a port of a Service.
 *
 * @param service {@code namespace/name}
 * @param address {@code IP:PORT} that callers use
 * @param version what a proxy acknowledges that holds exactly this
 * @param kind of what the rule was made from: a route's, or {@code Service} where there is none
 * @param resource {@code namespace/name} of it
 * @param origin file and line of it
 * @param match which requests it takes
 */
public record TargetStatus(
    String service,
    String address,
    String version,
    String kind,
    String resource,
    String origin,
    String match,
    List<Share> backends) {

  /**
   * A backend.
   *
   * @param endpoints how many take traffic
   * @param unresolved why the name leads nowhere; null where it does not
   */
  public record Share(String service, int weight, int endpoints, @Nullable String unresolved) {}

  public TargetStatus {
    backends = List.copyOf(backends);
  }
}
