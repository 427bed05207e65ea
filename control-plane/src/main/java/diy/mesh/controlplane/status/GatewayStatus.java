package diy.mesh.controlplane.status;

import diy.mesh.resources.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a route of the Gateway API: the same conditions for each Service that is its
 * parent. What other controllers said about other parents stays. Pure.
 */
final class GatewayStatus {

  /** Who says so. */
  static final String CONTROLLER = "mesh.diy/control-plane";

  private GatewayStatus() {}

  /**
   * The fields to write.
   *
   * @param present the resource as it is
   * @param now when a condition changes that changes with this
   * @return empty where the status says all this already
   */
  static Optional<Map<String, Object>> over(
      RouteStatus status, StatusWriter.Store.Stored present, Instant now) {
    List<Object> before = list(present.status().get("parents"));
    var parents = new ArrayList<Object>();
    before.stream().filter(each -> !isOurs(each)).forEach(parents::add);
    for (Object reference : list(present.spec().get("parentRefs"))) {
      if (reference instanceof Map<?, ?> fields && Service.KIND.equals(fields.get("kind"))) {
        var parent = new LinkedHashMap<String, Object>();
        parent.put("parentRef", reference);
        parent.put("controllerName", CONTROLLER);
        parent.put("conditions", status.conditions(conditions(before, reference), now));
        parents.add(parent);
      }
    }
    return parents.equals(before) ? Optional.empty() : Optional.of(Map.of("parents", parents));
  }

  private static boolean isOurs(Object parent) {
    return parent instanceof Map<?, ?> fields && CONTROLLER.equals(fields.get("controllerName"));
  }

  private static @Nullable Object conditions(List<Object> parents, Object reference) {
    for (Object each : parents) {
      if (isOurs(each)
          && each instanceof Map<?, ?> fields
          && Objects.equals(fields.get("parentRef"), reference)) {
        return fields.get("conditions");
      }
    }
    return null;
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> items ? new ArrayList<>(items) : List.of();
  }
}
