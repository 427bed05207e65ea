package diy.mesh.model.workload;

/** The ports of the planes, and the user the proxy runs as. */
public final class ProxyPorts {

  /** Where a pod's outgoing connections are redirected to. */
  public static final int OUTBOUND = 15_001;

  /** Where connections to a pod are redirected to. */
  public static final int INBOUND = 15_006;

  /** The proxy's own HTTP server: ready, metrics, held config. Never redirected. */
  public static final int ADMIN = 15_020;

  /** The page behind which is a port; says whether the app takes connections there. */
  public static final String TCP_PROBE_PATH = "/probe/tcp/";

  /** The control plane's gRPC stream. */
  public static final int CONTROL_PLANE = 15_010;

  /** The control plane's own HTTP server. */
  public static final int CONTROL_PLANE_ADMIN = 15_014;

  /** The proxy's user and group id. Its own traffic is not redirected. */
  public static final int USER_ID = 1337;

  private ProxyPorts() {}
}
