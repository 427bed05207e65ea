package diy.mesh.benchmarks;

import java.io.IOException;

/** Bytes that are no HTTP, in one direction. */
final class Relay implements Row {

  private static final long BYTES_PER_SECOND = 500_000_000;

  @Override
  public void measure(Stand stand) throws Exception {
    long bytes = stand.options().seconds() * BYTES_PER_SECOND;
    try (var _ = ByteServer.listen(Manifests.STREAM_PORT, Origin.STABLE, Origin.CANARY);
        var chains = stand.startAll(Role.RELAY)) {
      warm(stand, chains.mesh(), bytes);
      for (int round = 0; round < stand.options().rounds(); round++) {
        for (Chain chain : chains.all()) {
          stand.figures().add(Figure.RELAY, chain.name(), take(chain, bytes));
        }
      }
    }
  }

  private static void warm(Stand stand, Chain chain, long bytes) throws IOException {
    var steadiness = new Steadiness();
    int windows = 0;
    while (!steadiness.add(take(chain, bytes)) && windows < stand.options().warmings()) {
      windows++;
    }
  }

  /** Bytes for each nanosecond of CPU time. */
  private static double take(Chain chain, long bytes) throws IOException {
    CpuTime before = chain.cpuTime();
    ByteServer.take(chain.entrance(), bytes);
    return (double) bytes / chain.cpuTime().since(before);
  }
}
