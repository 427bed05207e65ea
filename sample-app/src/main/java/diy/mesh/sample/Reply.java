package diy.mesh.sample;

/** What came of calling the upstream. */
sealed interface Reply {

  /**
   * The upstream answered.
   *
   * @param json whether it says that {@code body} is JSON
   * @param body without white space around it
   */
  record Answered(int status, boolean json, String body) implements Reply {}

  /** The upstream gave no answer that can be passed on. */
  record Missing(String problem) implements Reply {}
}
