package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the injector asks of a pod, whatever the pod leaves out.
 *
 * @param namespace where it is going to run; a pod made from a template often does not say
 */
record Pod(JsonNode tree, String namespace) {

  /** For messages: {@code pod demo/app-a-1}, or with the start of a name that is yet to come. */
  String title() {
    JsonNode metadata = tree.path("metadata");
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      name = metadata.path("generateName").asText("") + "*";
    }
    return "pod " + namespace + "/" + name;
  }

  Optional<String> label(String key) {
    return text(tree.path("metadata").path("labels").path(key));
  }

  Optional<String> annotation(String key) {
    return text(annotations().path(key));
  }

  JsonNode annotations() {
    return tree.path("metadata").path("annotations");
  }

  JsonNode spec() {
    return tree.path("spec");
  }

  boolean usesHostNetwork() {
    return spec().path("hostNetwork").asBoolean();
  }

  boolean hasInitContainer(String name) {
    return named(spec().path("initContainers"), name);
  }

  /** Init containers, then the others. */
  List<JsonNode> containers() {
    var containers = new ArrayList<JsonNode>();
    spec().path("initContainers").forEach(containers::add);
    spec().path("containers").forEach(containers::add);
    return containers;
  }

  boolean hasVolume(String name) {
    return named(spec().path("volumes"), name);
  }

  private static boolean named(JsonNode list, String name) {
    for (JsonNode element : list) {
      if (element.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }
}
