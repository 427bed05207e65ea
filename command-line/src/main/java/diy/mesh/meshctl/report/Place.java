package diy.mesh.meshctl.report;

/** Where something was written, as its author would look for it. */
public interface Place {

  /**
   * The file that was applied, for one that the node keeps.
   *
   * @param origin {@code FILE:LINE} as the control plane says it
   */
  String of(String origin);
}
