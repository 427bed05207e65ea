package diy.mesh.meshctl.client;

/**
 * What the control plane made of a route.
 *
 * @param kind such as {@code CanaryRoute}
 * @param resource {@code namespace/name}
 * @param origin file and line
 * @param service the Service it is for, {@code namespace/name}
 * @param accepted whether it is in use
 * @param resolved whether all it names was found
 * @param message why not, for people to read; empty when all is well
 */
public record RouteStatus(
    String kind,
    String resource,
    String origin,
    String service,
    boolean accepted,
    boolean resolved,
    String message) {

  public boolean isAbout(String kind, String namespace, String name) {
    return this.kind.equals(kind) && resource.equals(namespace + "/" + name);
  }
}
