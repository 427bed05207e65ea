package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.pod.Probe;

/** Weighs a probe's answers: only several alike in a row change the verdict. Not thread safe. */
final class ProbeTally {

  private final Probe probe;
  private boolean passing;
  private int against;

  /**
   * A tally without answers yet.
   *
   * @param passing the verdict until the answers change it
   */
  ProbeTally(Probe probe, boolean passing) {
    this.probe = probe;
    this.passing = passing;
  }

  /**
   * Takes one answer in.
   *
   * @return whether the verdict changed
   */
  boolean count(boolean success) {
    against = success == passing ? 0 : against + 1;
    int threshold = passing ? probe.failureThreshold() : probe.successThreshold();
    if (against < threshold) {
      return false;
    }
    passing = !passing;
    against = 0;
    return true;
  }

  boolean passing() {
    return passing;
  }
}
