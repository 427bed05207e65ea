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

  /**
   * Ports, separated by commas, whose connections the proxy relays without a look at their bytes,
   * whichever way they go.
   */
  public static final String OPAQUE_PORTS = "mesh.diy/opaque-ports";

  /** From which severity on the proxy logs: {@code debug}. */
  public static final String LOG_LEVEL = "mesh.diy/log-level";

  /** How the proxy writes a line for each request: {@code text}, {@code json} or {@code off}. */
  public static final String ACCESS_LOG = "mesh.diy/access-log";

  /** What the proxy may use, as Kubernetes quantities. */
  public static final String PROXY_CPU_REQUEST = "mesh.diy/proxy-cpu-request";

  public static final String PROXY_CPU_LIMIT = "mesh.diy/proxy-cpu-limit";
  public static final String PROXY_MEMORY_REQUEST = "mesh.diy/proxy-memory-request";
  public static final String PROXY_MEMORY_LIMIT = "mesh.diy/proxy-memory-limit";

  private Annotations() {}
}
