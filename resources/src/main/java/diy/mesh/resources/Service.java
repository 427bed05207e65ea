package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code v1 Service}: a name and addresses in front of pods.
 *
 * @param clusterIps IPv4, IPv6 or both; empty where it has none: headless, {@code ExternalName}, or
 *     not assigned yet
 * @param selector labels of its pods; empty where somebody else writes its EndpointSlices
 */
public record Service(
    Origin origin,
    Metadata metadata,
    Type type,
    List<InetAddress> clusterIps,
    List<Port> ports,
    Map<String, String> selector)
    implements Resource {

  public static final String KIND = "Service";

  /** How it is reached. */
  public enum Type {
    CLUSTER_IP,
    NODE_PORT,
    LOAD_BALANCER,
    EXTERNAL_NAME
  }

  /**
   * A port callers use.
   *
   * @param name empty where the Service has but one port and does not name it
   * @param number 1 to 65535
   * @param appProtocol what is spoken there, such as {@code kubernetes.io/h2c}
   */
  public record Port(
      String name, int number, TargetPort target, Protocol protocol, Optional<String> appProtocol) {

    @Override
    public String toString() {
      return name.isEmpty() ? Integer.toString(number) : "%d (%s)".formatted(number, name);
    }
  }

  /** Which port of a pod. */
  public sealed interface TargetPort {
    /** The same number in every pod. */
    record Numbered(int number) implements TargetPort {}

    /** The container port of that name, whose number may differ from pod to pod. */
    record Named(String name) implements TargetPort {}
  }

  public Service {
    clusterIps = List.copyOf(clusterIps);
    ports = List.copyOf(ports);
    selector = Map.copyOf(selector);
  }

  @Override
  public String group() {
    return "";
  }
}
