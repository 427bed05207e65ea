package diy.mesh.dataplane.telemetry;

/** What becomes of a request that belongs to no trace. */
public enum NewTraces {
  /** It begins one, which those behind us may record. */
  SAMPLED('1'),
  /** It begins one, which those behind us are asked not to record. */
  UNSAMPLED('0'),
  /** It stays as it is, and so does a {@code traceparent} that is none. */
  KEEP('0');

  private final char flag;

  NewTraces(char flag) {
    this.flag = flag;
  }

  /** The last digit of a new {@code traceparent}. */
  byte flag() {
    return (byte) flag;
  }
}
