package diy.mesh.dataplane.balance;

import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives the endpoints in turn, beginning anywhere. Shared by all event loops. */
public final class RoundRobin {

  private final List<Endpoint> endpoints;
  private final AtomicInteger next;

  /**
   * A balancer over these endpoints.
   *
   * @param dice where to begin, so that many proxies do not all begin with the same endpoint
   */
  public RoundRobin(List<Endpoint> endpoints, RandomGenerator dice) {
    this.endpoints = List.copyOf(endpoints);
    this.next = new AtomicInteger(dice.nextInt(Integer.MAX_VALUE));
  }

  /** The next endpoint; null where there is none. */
  public @Nullable Endpoint pick() {
    return endpoints.isEmpty() ? null : at(next.getAndIncrement());
  }

  /** What {@link #pick} would give now; takes nobody's turn. */
  public @Nullable Endpoint peek() {
    return endpoints.isEmpty() ? null : at(next.get());
  }

  private Endpoint at(int turn) {
    return endpoints.get(Math.floorMod(turn, endpoints.size()));
  }

  /**
   * The next endpoint that is none of these; null where there is no other.
   *
   * @param tried a few addresses
   */
  public @Nullable Endpoint pickOther(List<Address> tried) {
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint candidate = pick();
      if (candidate != null && !tried.contains(candidate.address())) {
        return candidate;
      }
    }
    // Another loop's picks came between ours: whoever was passed over gets a look after all.
    return endpoints.stream()
        .filter(endpoint -> !tried.contains(endpoint.address()))
        .findFirst()
        .orElse(null);
  }
}
