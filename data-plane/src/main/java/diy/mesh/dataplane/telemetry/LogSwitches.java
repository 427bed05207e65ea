package diy.mesh.dataplane.telemetry;

/** What is written about requests now; may be changed while they are served. Any thread. */
public final class LogSwitches {

  private final LineFormat initialAccess;
  private final boolean initiallyTracing;
  private volatile LineFormat access;
  private volatile boolean tracing;

  /**
   * As the proxy starts.
   *
   * @param access how the access log is written
   * @param tracing whether requests are traced
   */
  public LogSwitches(LineFormat access, boolean tracing) {
    this.initialAccess = access;
    this.initiallyTracing = tracing;
    this.access = access;
    this.tracing = tracing;
  }

  /** How the access log is written. */
  public LineFormat access() {
    return access;
  }

  /** From now on the access log is written like this. */
  public void access(LineFormat format) {
    access = format;
  }

  /** Whether requests are traced. */
  public boolean isTracing() {
    return tracing;
  }

  /** From now on requests are traced, or not any more. */
  public void trace(boolean on) {
    tracing = on;
  }

  /** The access log is written as at the start. */
  public void resetAccess() {
    access = initialAccess;
  }

  /** Requests are traced, or not, as at the start. */
  public void resetTracing() {
    tracing = initiallyTracing;
  }
}
