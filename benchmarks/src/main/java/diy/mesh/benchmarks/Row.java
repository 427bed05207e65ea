package diy.mesh.benchmarks;

/** A part of the table, which starts what it needs and ends it. */
@FunctionalInterface
interface Row {

  /**
   * Measures and adds the figures.
   *
   * @throws Exception if it cannot go on, with who did not do what
   */
  void measure(Stand stand) throws Exception;
}
