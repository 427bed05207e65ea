package diy.mesh.admission.inject;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A patch in the making: knows what the pod has, and makes the lists and objects it lacks. */
final class PatchDraft {

  private final JsonNode pod;
  private final List<PodPatch.Add> operations = new ArrayList<>();
  private final Set<JsonPointer> made = new HashSet<>();

  PatchDraft(JsonNode pod) {
    this.pod = pod;
  }

  /** Puts {@code value} into the object at {@code object}. */
  void put(String object, String name, JsonNode value) {
    var pointer = JsonPointer.compile(object);
    ensureObject(pointer);
    add(pointer.appendProperty(name), value);
  }

  /** Puts {@code value} at {@code index} into the list at {@code list}. */
  void insert(String list, int index, JsonNode value) {
    add(ensureList(list).appendIndex(index), value);
  }

  /** Puts {@code value} behind the last element of the list at {@code list}. */
  void append(String list, JsonNode value) {
    add(ensureList(list).appendProperty("-"), value);
  }

  PodPatch finish() {
    return new PodPatch(operations);
  }

  private JsonPointer ensureList(String list) {
    var pointer = JsonPointer.compile(list);
    ensure(pointer, JsonNodeFactory.instance.arrayNode());
    return pointer;
  }

  private void ensureObject(JsonPointer pointer) {
    ensure(pointer, JsonNodeFactory.instance.objectNode());
  }

  private void ensure(JsonPointer pointer, ContainerNode<?> empty) {
    // In YAML a key without a value is null, which holds as little as a missing one.
    if (pointer.matches() || pod.at(pointer).isContainerNode() || !made.add(pointer)) {
      return;
    }
    ensureObject(pointer.head());
    add(pointer, empty);
  }

  private void add(JsonPointer pointer, JsonNode value) {
    operations.add(new PodPatch.Add(pointer.toString(), value));
  }
}
