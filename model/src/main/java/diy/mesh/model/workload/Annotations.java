package diy.mesh.model.workload;

/** The labels and annotations by which pods and namespaces talk to the mesh. */
public final class Annotations {

  /** On a namespace (label) or a pod (label or annotation, which wins). */
  public static final String INJECT = "mesh.diy/inject";

  public static final String INJECT_ENABLED = "enabled";
  public static final String INJECT_DISABLED = "disabled";

  /** Written by the injector: the pod has its sidecar. */
  public static final String STATUS = "mesh.diy/status";

  public static final String STATUS_INJECTED = "injected";

  /** Ports, separated by commas, that incoming connections reach without the proxy. */
  public static final String SKIP_INBOUND_PORTS = "mesh.diy/skip-inbound-ports";

  /** Ports, separated by commas, that outgoing connections reach without the proxy. */
  public static final String SKIP_OUTBOUND_PORTS = "mesh.diy/skip-outbound-ports";

  /** Blocks, separated by commas, that outgoing connections reach without the proxy. */
  public static final String SKIP_OUTBOUND_CIDRS = "mesh.diy/skip-outbound-cidrs";

  /**
   * {@code PORT:TARGET_PORT}: no traffic is redirected; the proxy listens on the one and leads to
   * the app on the other.
   */
  public static final String EXPLICIT_PORT = "mesh.diy/explicit-port";

  private Annotations() {}
}
