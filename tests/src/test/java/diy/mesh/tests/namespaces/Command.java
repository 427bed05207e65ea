package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that ran to its end.
 *
 * @param line as it was typed
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Command(String line, int exitCode, String output, String errors) {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Runs a program in the checkout's root. */
  static Command run(List<String> words) {
    try {
      var process =
          new ProcessBuilder(words)
              .directory(Checkout.findRoot().toFile())
              .redirectInput(Redirect.from(new File("/dev/null")))
              .start();
      var output = read(process.getInputStream());
      var errors = read(process.getErrorStream());
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Command(String.join(" ", words), process.waitFor(), output.join(), errors.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while running " + words, e);
    }
  }

  /** Runs a program in the checkout's root. */
  static Command run(String... words) {
    return run(List.of(words));
  }

  /** Runs {@code ./meshctl}, as a user would. */
  static Command meshctl(String... arguments) {
    var words = new ArrayList<String>();
    words.add("./meshctl");
    words.addAll(List.of(arguments));
    return run(words);
  }

  /** This command, which must have succeeded. */
  Command succeeded() {
    assertThat(exitCode).as(toString()).isZero();
    return this;
  }

  /** What it wrote to standard output, line by line. */
  List<String> lines() {
    return output.lines().toList();
  }

  @Override
  public String toString() {
    return "$ %s%n%s%s(exit code %d)".formatted(line, output, errors, exitCode);
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }
}
