package diy.mesh.dataplane.training;

import java.io.IOException;
import java.nio.file.Path;

/** {@code data-plane train}: trains the AOT cache of the proxy that its launcher starts. */
final class Main {

  private static final int FAILED = 1;

  private Main() {}

  static void main(String[] arguments) throws InterruptedException {
    try {
      long began = System.nanoTime();
      var run = new TrainingRun(Path.of(arguments[0]).toAbsolutePath().normalize());
      TrainingRun.Outcome outcome = run.train();
      IO.println(
          "%s: %d KiB, trained in %d ms; with it the first byte passes after %d ms"
              .formatted(
                  outcome.cache(),
                  outcome.bytes() >> 10,
                  (System.nanoTime() - began) / 1_000_000,
                  outcome.firstByte().toMillis()));
    } catch (IOException e) {
      System.err.println("data-plane train: " + e.getMessage());
      System.exit(FAILED);
    }
  }
}
