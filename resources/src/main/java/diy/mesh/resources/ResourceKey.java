package diy.mesh.resources;

import java.util.Comparator;

/**
 * What tells one resource from all others.
 *
 * @param group the API group; empty for the core group
 * @param kind such as {@code Service}
 */
public record ResourceKey(String group, String kind, String namespace, String name)
    implements Comparable<ResourceKey> {

  private static final Comparator<ResourceKey> ORDER =
      Comparator.comparing(ResourceKey::namespace)
          .thenComparing(ResourceKey::name)
          .thenComparing(ResourceKey::kind)
          .thenComparing(ResourceKey::group);

  @Override
  public int compareTo(ResourceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s %s/%s".formatted(kind, namespace, name);
  }
}
