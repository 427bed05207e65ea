package diy.mesh.controlplane.stream;

/** The pod of a proxy. */
public record ProxyName(String namespace, String pod) {

  public ProxyName {
    if (namespace.isEmpty() || pod.isEmpty()) {
      throw new IllegalArgumentException(
          "hello: from '%s/%s' (expected: the pod's namespace/name)".formatted(namespace, pod));
    }
  }

  @Override
  public String toString() {
    return namespace + "/" + pod;
  }
}
