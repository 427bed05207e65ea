package diy.mesh.benchmarks;

import java.io.IOException;
import java.util.List;

/** Asks proxies for as much as they give, and sees what a request takes of them. */
final class Saturation {

  private static final int CONNECTIONS = 32;

  /** wrk tells bytes to three digits. */
  private static final double TOLD_EXACTLY = 0.99;

  private final Stand stand;
  private final Content content;
  private final String clientCores;

  /**
   * A client of these proxies.
   *
   * @param clientCores where it runs
   */
  Saturation(Stand stand, String clientCores) {
    this.stand = stand;
    this.content = new Content(stand.options().folder());
    this.clientCores = clientCores;
  }

  Saturation(Stand stand) {
    this(stand, Stand.OTHER_CORE);
  }

  /**
   * How a window went.
   *
   * @param micros of CPU time for each request, of all its proxies
   */
  record Window(double micros, long requests) {}

  /**
   * One window after the other until nothing is compiled any more, or it has had all it may have.
   * What was compiled long ago gets one, for its connections and memory.
   */
  void warm(Chain chain, String path) throws IOException {
    content.check(chain, path);
    var steadiness = new Steadiness();
    for (int windows = 0; windows < stand.options().warmings(); windows++) {
      if (steadiness.add(window(chain, path).micros()) || !(chain.peer() instanceof Mesh)) {
        return;
      }
    }
    IO.println(
        "%s was not steady after %d windows of %s"
            .formatted(chain.name(), stand.options().warmings(), path));
  }

  void warm(List<Chain> chains, String path) throws IOException {
    for (Chain chain : chains) {
      warm(chain, path);
    }
  }

  /** So many rounds, in each of them one window for each. */
  void rounds(List<Chain> chains, String path, Figure figure) throws IOException {
    for (int round = 0; round < stand.options().rounds(); round++) {
      for (Chain chain : chains) {
        stand.figures().add(figure, chain.name(), window(chain, path).micros());
      }
    }
    for (Chain chain : chains) {
      content.check(chain, path);
    }
  }

  /**
   * One window.
   *
   * @throws IOException if a request failed or came with fewer bytes than the server has
   */
  Window window(Chain chain, String path) throws IOException {
    CpuTime before = chain.cpuTime();
    var answered =
        Load.saturate(clientCores, CONNECTIONS, stand.options().seconds(), chain.uri(path));
    long spent = chain.cpuTime().since(before);
    chain.requireAlive();
    if (answered.failed() > 0 || answered.requests() == 0) {
      throw new IOException(
          "%s: %d of %d requests for %s failed"
              .formatted(chain.name(), answered.failed(), answered.requests(), path));
    }
    if (answered.bytes() < answered.requests() * content.length(path) * TOLD_EXACTLY) {
      throw new IOException(
          "%s: %d answers of %s had %d bytes only"
              .formatted(chain.name(), answered.requests(), path, answered.bytes()));
    }
    return new Window(spent / 1e3 / answered.requests(), answered.requests());
  }
}
