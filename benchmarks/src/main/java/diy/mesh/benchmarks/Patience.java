package diy.mesh.benchmarks;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Waits for processes that need a while. */
final class Patience {

  private static final long LONGEST_NANOS = 20_000_000_000L;

  /** Short beside all that is measured with it. */
  private static final long PAUSE_NANOS = 500_000;

  private Patience() {}

  /** Something that may come to be true; an exception is another no. */
  @FunctionalInterface
  interface Question {
    boolean ask() throws IOException;
  }

  /**
   * Asks until the answer is yes.
   *
   * @param what is waited for, for the error
   * @param process that must live meanwhile
   * @throws IOException if it never is
   */
  static void await(String what, Started process, Question question) throws IOException {
    long end = System.nanoTime() + LONGEST_NANOS;
    String why = "";
    while (System.nanoTime() < end) {
      try {
        if (question.ask()) {
          return;
        }
      } catch (IOException e) {
        why = ": " + e.getMessage();
      }
      process.requireAlive();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IOException("waited in vain until %s%s".formatted(what, why));
  }
}
