package diy.mesh.model.workload;

/** The token by which a proxy says to the control plane whose it is. */
public final class StreamToken {

  /** Who it is for: it opens nothing else, and no token for others opens the stream. */
  public static final String AUDIENCE = "mesh.diy";

  private StreamToken() {}
}
