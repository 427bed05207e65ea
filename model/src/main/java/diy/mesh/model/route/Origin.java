package diy.mesh.model.route;

/** Where a rule was written, so that every decision can name its reason. */
public sealed interface Origin {

  /** The kind of the resource, for example {@code CanaryRoute}. */
  String kind();

  /** The resource's namespace and name, {@code namespace/name}. */
  String resource();

  /**
   * Read from a file.
   *
   * @param line of the part that says so, 1 for the first
   */
  record InFile(String kind, String resource, String file, int line) implements Origin {
    @Override
    public String toString() {
      return "%s %s (%s:%d)".formatted(kind, resource, file, line);
    }
  }

  /**
   * Read from a Kubernetes API server.
   *
   * @param generation the resource's {@code metadata.generation}
   */
  record InCluster(String kind, String resource, long generation) implements Origin {
    @Override
    public String toString() {
      return "%s %s (generation %d)".formatted(kind, resource, generation);
    }
  }
}
