package diy.mesh.model.service;

import java.util.Comparator;

/**
 * The name of a Service.
 *
 * @param namespace its namespace, never empty
 * @param name its name within the namespace, never empty
 */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {

  private static final Comparator<ServiceName> ORDER =
      Comparator.comparing(ServiceName::namespace).thenComparing(ServiceName::name);

  public ServiceName {
    if (namespace.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException(
          "service: '%s/%s' (expected: namespace/name)".formatted(namespace, name));
    }
  }

  /**
   * Reads {@code namespace/name}, the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} has another form
   */
  public static ServiceName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "service: '%s' (expected: namespace/name)".formatted(text));
    }
    return new ServiceName(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ServiceName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
