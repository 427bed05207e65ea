package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;

/**
 * An RFC 6902 patch, in the order in which it is to be applied. It adds, and replaces nothing but
 * probes: to add what an object has already is to replace it.
 *
 * @param operations each at most one container, volume or annotation: other webhooks' changes to
 *     the same lists survive
 */
public record PodPatch(List<Add> operations) {

  /**
   * Adds one value.
   *
   * @param path a JSON pointer; in a list, what was at this index moves back by one
   * @param value must not be changed any more
   */
  public record Add(String path, JsonNode value) {}

  public PodPatch {
    operations = List.copyOf(operations);
  }

  /**
   * The pod as it is after this patch; {@code pod} itself is not changed.
   *
   * @param pod the one this patch was made for
   */
  public JsonNode applyTo(JsonNode pod) {
    return JsonPatch.apply(toJson(), pod);
  }

  /** This patch as RFC 6902 writes it. */
  public ArrayNode toJson() {
    var patch = JsonNodeFactory.instance.arrayNode(operations.size());
    for (Add add : operations) {
      patch
          .addObject()
          .put("op", "add")
          .put("path", add.path())
          // A copy, as whoever gets it may change it.
          .set("value", add.value().deepCopy());
    }
    return patch;
  }
}
