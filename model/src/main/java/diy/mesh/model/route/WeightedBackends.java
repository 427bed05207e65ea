package diy.mesh.model.route;

import java.util.List;

/**
 * Backends and how they share traffic: exactly by weight over every {@link #total} tickets.
 *
 * @param backends in the order written; may be empty
 */
public record WeightedBackends(List<Backend> backends) {

  /** The largest weight one backend may have, as in the Gateway API. */
  public static final int MAX_WEIGHT = 1_000_000;

  public WeightedBackends {
    backends = List.copyOf(backends);
    for (Backend backend : backends) {
      if (backend.weight() > MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "weight: %d of %s (expected: at most %d)"
                .formatted(backend.weight(), backend.service(), MAX_WEIGHT));
      }
    }
  }

  /** The sum of the weights: how many tickets there are; 0 means nobody takes traffic. */
  public int total() {
    int total = 0;
    for (Backend backend : backends) {
      total += backend.weight();
    }
    return total;
  }

  /**
   * Whose ticket this is.
   *
   * @param ticket 0 to {@link #total} - 1
   */
  public Backend pick(int ticket) {
    return backends.get(indexOf(ticket));
  }

  /** The place of the backend whose ticket this is, as for {@link #pick}. */
  public int indexOf(int ticket) {
    int left = ticket;
    for (int index = 0; index < backends.size(); index++) {
      int weight = backends.get(index).weight();
      if (left < weight) {
        return index;
      }
      left -= weight;
    }
    throw new IllegalArgumentException(
        "ticket: %d (expected: 0 to %d)".formatted(ticket, total() - 1));
  }

  /** The weights alone: two rules with the same ones can draw from the same deck. */
  public List<Integer> weights() {
    return backends.stream().map(Backend::weight).toList();
  }
}
