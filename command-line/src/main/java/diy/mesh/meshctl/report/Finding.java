package diy.mesh.meshctl.report;

/**
 * What a check found.
 *
 * @param good whether all is well
 * @param what was found, and with whom
 * @param help what to do; empty where all is well
 */
public record Finding(boolean good, String what, String help) {

  public static Finding well(String what) {
    return new Finding(true, what, "");
  }

  public static Finding wrong(String what, String help) {
    return new Finding(false, what, help);
  }
}
