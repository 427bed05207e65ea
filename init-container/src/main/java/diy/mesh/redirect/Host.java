package diy.mesh.redirect;

import java.util.List;
import java.util.Optional;

/** The only two things the init program does to the world around it: run a command, read a file. */
interface Host {

  /** How a command ended. */
  sealed interface Ended {}

  /**
   * It ran to its end.
   *
   * @param exitCode 0 when it did what it was told
   * @param printed its standard output
   * @param said its standard error, without blanks around it
   */
  record Finished(int exitCode, String printed, String said) implements Ended {}

  /**
   * It could not be started.
   *
   * @param reason what the operating system says
   */
  record NotStarted(String reason) implements Ended {}

  /** It was ended because it took longer than this. */
  record TimedOut(long seconds) implements Ended {}

  /**
   * Runs a command and waits for it, for a bounded time.
   *
   * @param input its standard input
   */
  Ended run(List<String> command, String input);

  /** The content of a small file; empty where it cannot be read. */
  Optional<String> read(String file);
}
