package diy.mesh.redirect;

/** Carries a {@link Problem} to where it is decided what becomes of it. */
final class ProblemException extends Exception {

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
