package diy.mesh.controlplane.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a status, as they are written. Pure.
 *
 * @param generation of what they are about: {@code metadata.generation}
 */
record Conditions(List<Condition> all, long generation) {

  Conditions {
    all = List.copyOf(all);
  }

  /**
   * The fields to write.
   *
   * @param present the conditions that are there, as plain lists and maps; null where none are
   * @param now when a condition changes that changes with this
   */
  List<Object> over(@Nullable Object present, Instant now) {
    var next = new ArrayList<Object>();
    for (Condition condition : all) {
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
