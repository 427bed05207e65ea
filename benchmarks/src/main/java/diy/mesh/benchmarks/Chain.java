package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A peer's proxies that run, one behind the other.
 *
 * @param hops the one that clients connect to first
 */
record Chain(Peer peer, List<Hop> hops) implements AutoCloseable {

  /**
   * One proxy.
   *
   * @param entrance where clients connect to
   */
  record Hop(Started process, InetSocketAddress entrance) {}

  Chain {
    hops = List.copyOf(hops);
  }

  String name() {
    return peer.name();
  }

  InetSocketAddress entrance() {
    return hops.getFirst().entrance();
  }

  String uri(String path) {
    return uri(entrance(), path);
  }

  static String uri(InetSocketAddress address, String path) {
    return "http://%s:%d%s"
        .formatted(address.getAddress().getHostAddress(), address.getPort(), path);
  }

  /** The same without the first proxy; both are the same processes. */
  Chain behind() {
    return new Chain(peer, hops.subList(1, hops.size()));
  }

  CpuTime cpuTime() {
    return hops.stream().map(hop -> hop.process().cpuTime()).reduce(CpuTime.NONE, CpuTime::plus);
  }

  double pss() {
    return hops.stream().mapToDouble(hop -> hop.process().pss()).sum();
  }

  double privateMemory() {
    return hops.stream().mapToDouble(hop -> hop.process().privateMemory()).sum();
  }

  void requireAlive() throws IOException {
    for (Hop hop : hops) {
      hop.process().requireAlive();
    }
  }

  @Override
  public void close() {
    hops.forEach(hop -> hop.process().close());
  }
}
