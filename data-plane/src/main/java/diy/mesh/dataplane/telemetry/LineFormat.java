package diy.mesh.dataplane.telemetry;

/** How lines of the access log are written. */
public enum LineFormat {
  /** Not at all. */
  OFF,
  /** {@code name=value}, quoted where a value holds anything but plain signs. */
  TEXT,
  /** An object of JSON each (RFC 8259). */
  JSON
}
