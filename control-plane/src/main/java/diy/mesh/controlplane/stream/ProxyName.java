package diy.mesh.controlplane.stream;

import java.util.Comparator;

/** The pod of a proxy. */
record ProxyName(String namespace, String pod) implements Comparable<ProxyName> {

  private static final Comparator<ProxyName> ORDER =
      Comparator.comparing(ProxyName::namespace).thenComparing(ProxyName::pod);

  public ProxyName {
    if (namespace.isEmpty() || pod.isEmpty()) {
      throw new IllegalArgumentException(
          "hello: from '%s/%s' (expected: the pod's namespace/name)".formatted(namespace, pod));
    }
  }

  @Override
  public int compareTo(ProxyName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + pod;
  }
}
