package diy.mesh.benchmarks;

/** From the start of a process to the first answer that came through it. */
final class FirstByte implements Row {

  @Override
  public void measure(Stand stand) throws Exception {
    for (int round = 0; round < stand.options().rounds(); round++) {
      for (Peer peer : stand.peers()) {
        long began = System.nanoTime();
        try (var _ = stand.start(peer, Stand.PROXY_CORE, Role.ROUTER)) {
          double millis = (System.nanoTime() - began) / 1e6;
          stand.figures().add(Figure.FIRST_BYTE_MS, peer.name(), millis);
        }
      }
    }
  }
}
