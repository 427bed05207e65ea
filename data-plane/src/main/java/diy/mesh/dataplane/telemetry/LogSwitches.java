package diy.mesh.dataplane.telemetry;

/** What is written about requests now; may be changed while they are served. Any thread. */
public final class LogSwitches {

  private final LineFormat initialAccess;
  private final boolean queries;
  private volatile LineFormat access;

  /**
   * As the proxy starts.
   *
   * @param access how the access log is written
   * @param queries whether it has what stands behind the question mark of a target
   */
  public LogSwitches(LineFormat access, boolean queries) {
    this.initialAccess = access;
    this.queries = queries;
    this.access = access;
  }

  /** How the access log is written. */
  public LineFormat access() {
    return access;
  }

  /** From now on the access log is written like this. */
  public void access(LineFormat format) {
    access = format;
  }

  /** As it was at the start. */
  public void reset() {
    access = initialAccess;
  }

  boolean queries() {
    return queries;
  }
}
