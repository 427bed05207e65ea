package diy.mesh.benchmarks;

import java.io.IOException;

/** From the start of a process to the first answer that came through it. */
final class FirstByte implements Row {

  @Override
  public void measure(Stand stand) throws Exception {
    for (int round = 0; round < stand.options().rounds(); round++) {
      for (Peer peer : stand.peers()) {
        stand.figures().add(Figure.FIRST_BYTE_MS, peer.name(), millis(stand, peer));
      }
      double without = millis(stand, stand.mesh().with("-XX:AOTMode=off"));
      stand.figures().add(Figure.FIRST_BYTE_WITHOUT_AOT_MS, Figures.MESH, without);
    }
  }

  private static double millis(Stand stand, Peer peer) throws IOException {
    long began = System.nanoTime();
    try (var _ = stand.start(peer, Stand.PROXY_CORE, Role.ROUTER)) {
      return (System.nanoTime() - began) / 1e6;
    }
  }
}
