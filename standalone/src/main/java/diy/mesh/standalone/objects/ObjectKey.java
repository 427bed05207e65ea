package diy.mesh.standalone.objects;

/**
 * Which object.
 *
 * @param kind such as {@code Service}
 * @param namespace empty for kinds that live in none, such as {@code Namespace}
 * @param name its name
 */
public record ObjectKey(String kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  /** The file in {@code objects/} that holds it. */
  public String fileName() {
    return namespace.isEmpty()
        ? "%s.%s.yaml".formatted(kind, name)
        : "%s.%s.%s.yaml".formatted(kind, namespace, name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return fileName().compareTo(other.fileName());
  }

  @Override
  public String toString() {
    return namespace.isEmpty()
        ? "%s %s".formatted(kind, name)
        : "%s %s/%s".formatted(kind, namespace, name);
  }
}
