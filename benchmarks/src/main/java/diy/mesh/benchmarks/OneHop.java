package diy.mesh.benchmarks;

import java.io.IOException;
import java.util.List;

/** One proxy between client and server, as it stands beside a client. */
final class OneHop implements Row {

  private static final int RATE = 1_000;

  @Override
  public void measure(Stand stand) throws Exception {
    var saturation = new Saturation(stand);
    try (var chains = stand.startAll(Role.ROUTER)) {
      for (Chain chain : chains.all()) {
        Content.checkSplit(chain);
      }
      saturation.warm(chains.all(), Content.SMALL);
      saturation.rounds(chains.all(), Content.SMALL, Figure.HTTP1_ONE_HOP);
      allocation(stand, saturation, chains.mesh());
      accessLog(stand, saturation, chains.mesh());
      addedLatency(stand, chains.all());
      saturation.warm(chains.all(), Content.LARGE);
      saturation.rounds(chains.all(), Content.LARGE, Figure.HTTP1_64K);
      for (Chain chain : chains.all()) {
        stand.figures().add(Figure.PSS_MB, chain.name(), chain.pss());
        stand.figures().add(Figure.PRIVATE_MB, chain.name(), chain.privateMemory());
      }
      new Changes().measure(stand, chains.mesh());
    }
  }

  private static void allocation(Stand stand, Saturation saturation, Chain chain)
      throws IOException {
    long before = stand.mesh().allocated();
    var window = saturation.window(chain, Content.SMALL);
    double bytes = stand.mesh().allocated() - before;
    stand.figures().add(Figure.ALLOCATION, chain.name(), bytes / window.requests());
  }

  /** What a line for each request costs: in turns without and with it. */
  private static void accessLog(Stand stand, Saturation saturation, Chain chain)
      throws IOException {
    Mesh.accessLog("text");
    saturation.warm(chain, Content.SMALL);
    for (int round = 0; round < stand.options().rounds(); round++) {
      for (String format : List.of("off", "text")) {
        Mesh.accessLog(format);
        double micros = saturation.window(chain, Content.SMALL).micros();
        stand.figures().add(Figure.ACCESS_LOG, format, micros);
      }
    }
    Mesh.accessLog("off");
  }

  private static void addedLatency(Stand stand, List<Chain> chains) throws IOException {
    String server = Chain.uri(Origin.ADDRESS, Content.SMALL);
    for (int round = 0; round < stand.options().rounds(); round++) {
      double direct = median(stand, server);
      for (Chain chain : chains) {
        double through = median(stand, chain.uri(Content.SMALL));
        stand.figures().add(Figure.ADDED_P50_US, chain.name(), through - direct);
      }
    }
  }

  private static double median(Stand stand, String uri) throws IOException {
    var options = stand.options();
    return Load.medianMicros(Stand.OTHER_CORE, RATE, options.seconds(), uri, options.folder());
  }
}
