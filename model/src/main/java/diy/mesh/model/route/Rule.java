package diy.mesh.model.route;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to some of the requests of a target.
 *
 * @param origin where it was written
 * @param matches which requests it takes: those that any of these describes; never empty
 * @param backends who serves them
 */
public record Rule(Origin origin, List<RequestMatch> matches, WeightedBackends backends) {

  public Rule {
    matches = List.copyOf(matches);
    if (matches.isEmpty()) {
      throw new IllegalArgumentException("matches: none in %s (expected: >= 1)".formatted(origin));
    }
  }

  /** A rule that takes every request. */
  public Rule(Origin origin, WeightedBackends backends) {
    this(origin, List.of(RequestMatch.ANY), backends);
  }

  /** Whether it takes every request that no other rule takes. */
  public boolean isForAny() {
    return matches.stream().anyMatch(RequestMatch::isAny);
  }

  /** Which requests it takes, for people to read. */
  public String conditions() {
    return matches.stream().map(RequestMatch::toString).collect(Collectors.joining("; or "));
  }
}
