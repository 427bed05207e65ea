package diy.mesh.benchmarks;

import java.io.IOException;

/** Our memory against the mesh's size, and against what the proxy has been asked for. */
final class MemoryGrowth implements Row {

  private static final int FEW = 10;
  private static final int MANY = 1_000;

  @Override
  public void measure(Stand stand) throws Exception {
    stand.manifests().others(FEW);
    try (var chain = loaded(stand)) {
      stand.figures().add(Figure.SERVICES_PSS_MB, Integer.toString(FEW), chain.pss());
    }
    stand.manifests().others(MANY);
    try (var chain = loaded(stand)) {
      stand.figures().add(Figure.SERVICES_PSS_MB, Integer.toString(MANY), chain.pss());
      int held = 0;
      for (int targets : new int[] {1, FEW * FEW, MANY}) {
        while (held < targets) {
          ask(held++);
        }
        new Saturation(stand).window(chain, Content.SMALL);
        stand.figures().add(Figure.TARGETS_PSS_MB, Integer.toString(targets), chain.pss());
      }
    }
    stand.manifests().others(0);
  }

  /** A fresh proxy after some load: without it, memory grows whatever else there is. */
  private static Chain loaded(Stand stand) throws IOException {
    var chain = stand.start(stand.mesh(), Stand.PROXY_CORE, Role.ROUTER);
    try {
      new Saturation(stand).warm(chain, Content.SMALL);
      return chain;
    } catch (IOException e) {
      chain.close();
      throw e;
    }
  }

  private static void ask(int number) throws IOException {
    try (var connection = Connection.to(Manifests.addressOfOther(number))) {
      var answer = connection.ask("GET", Content.SMALL);
      if (answer.status() != 200) {
        throw new IOException("Service %d: %s".formatted(number, answer.body()));
      }
    }
  }
}
