package diy.mesh.dataplane.log;

/** The level in force; any thread. */
public final class LevelSwitch {

  private volatile LogLevel initial = LogLevel.INFO;
  private volatile LogLevel level = LogLevel.INFO;

  /** INFO until somebody says otherwise. */
  public LevelSwitch() {}

  /** The level that is in force from the start, and after each {@link #reset}. */
  public void begin(LogLevel atStart) {
    initial = atStart;
    level = atStart;
  }

  /** From now on this level is in force. */
  public void set(LogLevel next) {
    level = next;
  }

  /** The level is as it was at the start. */
  public void reset() {
    level = initial;
  }

  /** The level in force. */
  public LogLevel level() {
    return level;
  }
}
