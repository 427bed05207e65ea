package diy.mesh.resources;

import diy.mesh.model.route.Origin;

/** Where a tree is from, which is where the resource read from it says it is from. */
public sealed interface Place {

  /**
   * A file.
   *
   * @param file as people shall see it
   */
  record InFile(String file) implements Place {}

  /** A Kubernetes API server. */
  record InCluster() implements Place {}

  /** What problems name as their file; empty where there is none. */
  default String file() {
    return switch (this) {
      case InFile(var file) -> file;
      case InCluster() -> "";
    };
  }

  /**
   * The origin of a resource in this place.
   *
   * @param line of the resource, where the place is a file
   * @param generation {@code metadata.generation}, where the place is a cluster
   */
  default Origin origin(String kind, String resource, int line, long generation) {
    return switch (this) {
      case InFile(var file) -> new Origin.InFile(kind, resource, file, line);
      case InCluster() -> new Origin.InCluster(kind, resource, generation);
    };
  }
}
