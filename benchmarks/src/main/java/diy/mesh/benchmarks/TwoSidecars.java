package diy.mesh.benchmarks;

/**
 * A proxy beside the client and one beside the server; then the second one alone. Both pods are
 * behind one second proxy: what is asked of it is what two would be asked for together.
 */
final class TwoSidecars implements Row {

  @Override
  public void measure(Stand stand) throws Exception {
    var saturation = new Saturation(stand);
    try (var chains = stand.startAll(Role.ROUTER, Role.DOOR)) {
      saturation.warm(chains.all(), Content.SMALL);
      saturation.rounds(chains.all(), Content.SMALL, Figure.HTTP1_TWO_SIDECARS);
      saturation.rounds(chains.behind(), Content.SMALL, Figure.HTTP1_INBOUND);
    }
  }
}
