package diy.mesh.dataplane.http;

/**
 * What the app behind the proxy is told of who asked, in {@code x-forwarded-for}, {@code -proto}
 * and {@code -host}. Only the inbound side says anything: it is the one that the app cannot see
 * through. What leaves a pod goes from the pod's own address, so its receiver sees that anyway, and
 * a trip through two sidecars adds one address, not two.
 */
public enum ForwardedPolicy {
  /** The client's address is added behind those that came; the others are set where missing. */
  APPEND,
  /** All pass as they came. */
  KEEP,
  /** All are set anew, and {@code Forwarded} is dropped: nothing is believed that a client says. */
  REPLACE
}
