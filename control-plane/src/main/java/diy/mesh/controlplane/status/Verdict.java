package diy.mesh.controlplane.status;

/**
 * One thing that is so of a route, or is not.
 *
 * @param reason one word, in the Gateway API's words where it has one
 * @param message what is wrong and what would help, for people to read; empty where all is well
 */
public record Verdict(boolean holds, String reason, String message) {

  static Verdict good(String reason) {
    return new Verdict(true, reason, "");
  }

  static Verdict bad(String reason, String message) {
    return new Verdict(false, reason, message);
  }
}
