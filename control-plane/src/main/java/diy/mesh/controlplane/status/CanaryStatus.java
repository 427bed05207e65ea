package diy.mesh.controlplane.status;

import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.RouteRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The status of a route of our own.
 *
 * @param weights for people to read; empty where nothing is in force
 */
record CanaryStatus(Conditions conditions, String weights) implements RouteStatus {

  /** Such as {@code app-b 90, app-b2 10}. */
  static String weights(List<RouteRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.backends().stream())
        .map(CanaryStatus::weight)
        .collect(Collectors.joining(", "));
  }

  private static String weight(RouteBackend backend) {
    return "%s %d".formatted(backend.service().name(), backend.weight());
  }

  @Override
  public long generation() {
    return conditions.generation();
  }

  @Override
  public Optional<Map<String, Object>> over(StatusWriter.Store.Stored present, Instant now) {
    var next = new LinkedHashMap<String, Object>();
    next.put("conditions", conditions.over(present.status().get("conditions"), now));
    next.put("weights", weights);
    boolean same =
        next.entrySet().stream()
            .allMatch(
                field -> Objects.equals(present.status().get(field.getKey()), field.getValue()));
    return same ? Optional.empty() : Optional.of(next);
  }
}
