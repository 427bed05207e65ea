package diy.mesh.controlplane.status;

import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.Route;
import diy.mesh.resources.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The status of a route of the Gateway API: an entry for each Service that is its parent ({@code
 * RouteParentStatus}). What other controllers said, about whatever parent, stays.
 *
 * @param namespace the route's
 * @param byParent for the parents of what is in force
 * @param otherwise for parents of what is refused
 */
record GatewayStatus(String namespace, Map<Route.Parent, Conditions> byParent, Conditions otherwise)
    implements RouteStatus {

  /** Who says so. */
  static final String CONTROLLER = "mesh.diy/control-plane";

  GatewayStatus {
    byParent = Map.copyOf(byParent);
  }

  @Override
  public long generation() {
    return otherwise.generation();
  }

  @Override
  public Optional<Map<String, Object>> over(StatusWriter.Store.Stored present, Instant now) {
    List<Object> before = list(present.status().get("parents"));
    List<Object> parents = ofOthers(before);
    for (Object reference : list(present.spec().get("parentRefs"))) {
      if (reference instanceof Map<?, ?> fields && Service.KIND.equals(fields.get("kind"))) {
        var parent = new LinkedHashMap<String, Object>();
        parent.put("parentRef", reference);
        parent.put("controllerName", CONTROLLER);
        parent.put("conditions", conditions(fields).over(conditions(before, reference), now));
        parents.add(parent);
      }
    }
    return unless(before, parents);
  }

  /**
   * The fields to write where nothing is ours to say any more.
   *
   * @return empty where the status says nothing of ours
   */
  static Optional<Map<String, Object>> without(StatusWriter.Store.Stored present) {
    List<Object> before = list(present.status().get("parents"));
    return unless(before, ofOthers(before));
  }

  private static Optional<Map<String, Object>> unless(List<Object> before, List<Object> parents) {
    return parents.equals(before) ? Optional.empty() : Optional.of(Map.of("parents", parents));
  }

  private Conditions conditions(Map<?, ?> reference) {
    var service =
        new ServiceName(
            reference.get("namespace") instanceof String other ? other : namespace,
            String.valueOf(reference.get("name")));
    var port =
        reference.get("port") instanceof Long number
            ? OptionalInt.of(number.intValue())
            : OptionalInt.empty();
    return byParent.getOrDefault(new Route.Parent(service, port), otherwise);
  }

  private static List<Object> ofOthers(List<Object> parents) {
    var others = new ArrayList<Object>();
    parents.stream().filter(each -> !isOurs(each)).forEach(others::add);
    return others;
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
