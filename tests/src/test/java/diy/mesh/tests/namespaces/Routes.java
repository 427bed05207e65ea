package diy.mesh.tests.namespaces;

/** Manifests of routes. */
final class Routes {

  private Routes() {}

  /** A route that shares a Service's traffic between {@code stable} and {@code canary}. */
  static String split(String service, int stable, int canary) {
    return split(service, "stable", stable, "canary", canary);
  }

  /** A route that shares a Service's traffic between two others, by weight. */
  static String split(String service, String first, int weight, String second, int otherWeight) {
    return """
    apiVersion: mesh.diy/v1alpha1
    kind: CanaryRoute
    metadata: {name: %s, namespace: scenes}
    spec:
      service: %s
      backends:
        - {service: %s, weight: %d}
        - {service: %s, weight: %d}
    """
        .formatted(service, service, first, weight, second, otherWeight);
  }
}
