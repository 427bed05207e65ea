package diy.mesh.standalone.pod;

import java.net.InetAddress;
import java.util.Map;

/**
 * Who a pod is: what its containers may ask for by {@code fieldRef}.
 *
 * @param namespace its Kubernetes namespace
 * @param name its name, never that of another pod of the namespace
 * @param uid never that of any other pod
 * @param address its IP address
 * @param node the node's name
 * @param nodeAddress the node's IP address
 * @param serviceAccount its name
 */
public record PodIdentity(
    String namespace,
    String name,
    String uid,
    InetAddress address,
    String node,
    InetAddress nodeAddress,
    String serviceAccount,
    Map<String, String> labels,
    Map<String, String> annotations) {

  public PodIdentity {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** The value of a field; empty where the pod has none, as for a label that is not there. */
  String field(String path) {
    return switch (path) {
      case "metadata.name" -> name;
      case "metadata.namespace" -> namespace;
      case "metadata.uid" -> uid;
      case "spec.nodeName" -> node;
      case "spec.serviceAccountName" -> serviceAccount;
      case "status.hostIP" -> nodeAddress.getHostAddress();
      case "status.podIP" -> address.getHostAddress();
      default -> byKey(path);
    };
  }

  private String byKey(String path) {
    String key = path.substring(path.indexOf('\'') + 1, path.lastIndexOf('\''));
    return (path.startsWith("metadata.labels") ? labels : annotations).getOrDefault(key, "");
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
