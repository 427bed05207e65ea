package diy.mesh.controlplane.status;

/**
 * A condition of a route's status, as Kubernetes has them.
 *
 * @param holds what its status says: True or False
 * @param reason one word
 * @param message for people to read
 */
record Condition(String type, boolean holds, String reason, String message) {

  String status() {
    return holds ? "True" : "False";
  }
}
