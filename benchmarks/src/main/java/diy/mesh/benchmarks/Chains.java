package diy.mesh.benchmarks;

import java.util.List;

/**
 * Several peers' proxies that run side by side.
 *
 * @param all ours first
 */
record Chains(List<Chain> all) implements AutoCloseable {

  Chains {
    all = List.copyOf(all);
  }

  Chain mesh() {
    return all.getFirst();
  }

  /** The same without each one's first proxy. */
  List<Chain> behind() {
    return all.stream().map(Chain::behind).toList();
  }

  @Override
  public void close() {
    all.forEach(Chain::close);
  }
}
