package diy.mesh.controlplane.status;

import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.RouteRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a route's status shall be. Pure.
 *
 * @param weights for people to read; empty where nothing is in force
 * @param generation of what it is about
 */
record RouteStatus(List<Condition> conditions, String weights, long generation) {

  RouteStatus {
    conditions = List.copyOf(conditions);
  }

  /** Such as {@code app-b 90, app-b2 10}. */
  static String weights(List<RouteRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.backends().stream())
        .map(RouteStatus::weight)
        .collect(Collectors.joining(", "));
  }

  private static String weight(RouteBackend backend) {
    return "%s %d".formatted(backend.service().name(), backend.weight());
  }

  /**
   * The fields to write.
   *
   * @param present the status as it is
   * @param now when a condition changes that changes with this
   * @return empty where the status says all this already
   */
  Optional<Map<String, Object>> over(Map<String, Object> present, Instant now) {
    var next = new LinkedHashMap<String, Object>();
    next.put("conditions", conditions(present.get("conditions"), now));
    next.put("weights", weights);
    boolean same =
        next.entrySet().stream()
            .allMatch(field -> Objects.equals(present.get(field.getKey()), field.getValue()));
    return same ? Optional.empty() : Optional.of(next);
  }

  /**
   * The conditions to write.
   *
   * @param present those that are there, as plain lists and maps
   */
  List<Object> conditions(@Nullable Object present, Instant now) {
    var next = new ArrayList<Object>();
    for (Condition condition : conditions) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("type", condition.type());
      fields.put("status", condition.status());
      fields.put("reason", condition.reason());
      fields.put("message", condition.message());
      fields.put("observedGeneration", generation);
      fields.put("lastTransitionTime", transition(present, condition, now));
      next.add(fields);
    }
    return next;
  }

  /** Only another status is a transition, not another reason. */
  private static Object transition(@Nullable Object present, Condition condition, Instant now) {
    if (present instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> fields
            && condition.type().equals(fields.get("type"))
            && condition.status().equals(fields.get("status"))
            && fields.get("lastTransitionTime") instanceof String time) {
          return time;
        }
      }
    }
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
