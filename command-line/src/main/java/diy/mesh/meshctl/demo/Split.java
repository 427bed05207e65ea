package diy.mesh.meshctl.demo;

/**
 * How the demo's route shares the calls to app-b.
 *
 * @param stable the weight of {@value #STABLE}
 * @param canary the weight of {@value #CANARY}
 */
record Split(int stable, int canary) {

  static final String STABLE = "app-b";
  static final String CANARY = "app-b2";

  /** As much of {@code most} as {@code backend}'s weight is of both. */
  double share(String backend) {
    int weight = backend.equals(STABLE) ? stable : canary;
    return (double) weight / (stable + canary);
  }

  /** The route that makes it so, as a user would write it. */
  String route() {
    return
"""
apiVersion: mesh.diy/v1alpha1
kind: CanaryRoute
metadata:
  name: app-b
  namespace: demo
spec:
  service: app-b
  backends:
    - {service: app-b, weight: %d}
    - {service: app-b2, weight: %d}
"""
        .formatted(stable, canary);
  }

  @Override
  public String toString() {
    return stable + "/" + canary;
  }
}
