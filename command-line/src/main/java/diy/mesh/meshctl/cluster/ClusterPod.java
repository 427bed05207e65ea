package diy.mesh.meshctl.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.model.workload.Annotations;
import diy.mesh.model.workload.MissedSidecar;
import diy.mesh.model.workload.Renewal;
import diy.mesh.standalone.PodStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pod of a cluster.
 *
 * @param facts by which it is asked whether it missed its sidecar
 * @param maker empty where somebody made it by hand
 */
public record ClusterPod(
    PodStatus status, MissedSidecar.Facts facts, Optional<Renewal.Maker> maker) {

  /** Reads what the API server says of it. */
  static ClusterPod of(JsonNode pod) {
    var metadata = pod.path("metadata");
    var status = pod.path("status");
    String namespace = metadata.path("namespace").asText();
    var annotations = texts(metadata.path("annotations"));
    String phase = status.path("phase").asText();
    boolean ready = isReady(status);
    return new ClusterPod(
        new PodStatus(
            namespace,
            metadata.path("name").asText(),
            "",
            status.path("podIP").asText(),
            annotations.containsKey(Annotations.STATUS),
            ready,
            ready ? "" : whyNot(phase, status)),
        new MissedSidecar.Facts(
            namespace,
            texts(metadata.path("labels")),
            annotations,
            pod.path("spec").path("hostNetwork").asBoolean(),
            phase.equals("Succeeded") || phase.equals("Failed")),
        maker(metadata));
  }

  /** The command that gives this pod, or one in its place, the sidecar it lacks. */
  public String renewal() {
    return Renewal.command(status.namespace(), status.name(), facts.labels(), maker);
  }

  private static boolean isReady(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** The first container that says what it waits for, else what the pod as a whole is at. */
  private static String whyNot(String phase, JsonNode status) {
    for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
      for (JsonNode container : status.path(list)) {
        var waiting = container.path("state").path("waiting");
        if (waiting.has("reason") && !waiting.path("reason").asText().equals("PodInitializing")) {
          return "%s: %s %s"
              .formatted(
                  container.path("name").asText(),
                  waiting.path("reason").asText(),
                  waiting.path("message").asText())
              .strip();
        }
      }
    }
    return phase.toLowerCase(Locale.ROOT);
  }

  private static Optional<Renewal.Maker> maker(JsonNode metadata) {
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return Optional.of(
            new Renewal.Maker(owner.path("kind").asText(), owner.path("name").asText()));
      }
    }
    return Optional.empty();
  }

  /** Labels or annotations. */
  static Map<String, String> texts(JsonNode object) {
    return object.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().asText()));
  }
}
