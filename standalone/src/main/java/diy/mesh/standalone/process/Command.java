package diy.mesh.standalone.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A short-lived program.
 *
 * @param words its name and arguments
 */
public record Command(List<String> words) {

  /** Where programs are looked for: {@code sbin} is missing from many a user's PATH. */
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int MAX_SECONDS = 20;

  public Command {
    words = List.copyOf(words);
  }

  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** Where a program lives, so that no PATH of a container can hide it. */
  public static Optional<Path> find(String program) {
    for (String directory : PATH.split(":", -1)) {
      var candidate = Path.of(directory, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Runs it with nothing to read.
   *
   * @return what it printed, errors included
   * @throws IOException if it cannot be started, takes too long or ends with anything but 0
   */
  public String run() throws IOException {
    return run("");
  }

  /**
   * Runs it.
   *
   * @param input for it to read, at most what a pipe holds
   * @return what it printed, errors included
   * @throws IOException if it cannot be started, takes too long or ends with anything but 0
   */
  public String run(String input) throws IOException {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PATH", PATH);
    var process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It ended without reading: its exit value and output say why.
    }
    try (var stdout = process.getInputStream()) {
      String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("%s: still runs after %d s".formatted(this, MAX_SECONDS));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s: exit %d: %s".formatted(this, process.exitValue(), output.strip()));
      }
      return output;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("%s: interrupted".formatted(this));
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
