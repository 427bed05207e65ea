package diy.mesh.dataplane.telemetry;

/** Which way a connection crosses the pod's border. */
public enum Direction {
  /** To the pod's own app. */
  INBOUND,
  /** From the pod's app to others. */
  OUTBOUND;

  private final String keyword = Keyword.of(this);

  /** How it is written in logs. */
  String keyword() {
    return keyword;
  }
}
