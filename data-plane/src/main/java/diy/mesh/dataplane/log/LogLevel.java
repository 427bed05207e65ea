package diy.mesh.dataplane.log;

import org.slf4j.event.EventConstants;

/** From which severity on lines are written. */
public enum LogLevel {
  TRACE(EventConstants.TRACE_INT),
  DEBUG(EventConstants.DEBUG_INT),
  INFO(EventConstants.INFO_INT),
  WARN(EventConstants.WARN_INT),
  ERROR(EventConstants.ERROR_INT),
  OFF(Integer.MAX_VALUE);

  private final int least;

  LogLevel(int least) {
    this.least = least;
  }

  /** Whether lines of a severity are written, as SLF4J numbers them. */
  boolean takes(int severity) {
    return severity >= least;
  }
}
