package diy.mesh.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** How long new weights take from the folder to the next request. */
final class Changes {

  private static final int TIMES = 20;
  private static final long PATIENCE_SECONDS = 10;

  void measure(Stand stand, Chain chain) throws IOException {
    for (int i = 0; i < TIMES; i++) {
      boolean toCanary = i % 2 == 0;
      change(stand, chain, toCanary ? 0 : 100, toCanary ? 100 : 0, toCanary ? "v2" : "v1");
    }
    var _ = stand.manifests().weights(90, 10);
  }

  private static void change(Stand stand, Chain chain, int stable, int canary, String expected)
      throws IOException {
    try (var connection = Connection.to(chain.entrance())) {
      Instant written = Instant.now();
      String text = stand.manifests().weights(stable, canary);
      while (!connection.ask("GET", Content.VERSION).body().equals(expected)) {
        if (Duration.between(written, Instant.now()).toSeconds() > PATIENCE_SECONDS) {
          throw new IOException("no request goes to %s".formatted(expected));
        }
      }
      Instant effect = Instant.now();
      Instant acked = stand.controlPlane().applied(Manifests.routeFile(), text);
      stand.figures().add(Figure.CHANGE_MS, "effect", millis(written, effect));
      stand.figures().add(Figure.CHANGE_MS, "ack", millis(written, acked));
    }
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
