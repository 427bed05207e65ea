package diy.mesh.meshctl.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision;
import diy.mesh.admission.inject.Injector;
import diy.mesh.model.workload.Annotations;
import diy.mesh.resources.yaml.YamlDocument;
import diy.mesh.resources.yaml.YamlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Patches the pods in manifests, and the templates of pods. For one text; not for several. */
public final class InjectedManifests {

  /** The labels of namespaces, as far as somebody knows them. */
  @FunctionalInterface
  public interface Namespaces {
    /** Empty where there is no such namespace yet. */
    Map<String, String> labels(String namespace) throws IOException, InterruptedException;
  }

  /** Where a kind has its pod, as a JSON pointer to the fields above metadata and spec. */
  private static final Map<String, String> PODS =
      Map.of(
          "Pod", "",
          "Deployment", "/spec/template",
          "ReplicaSet", "/spec/template",
          "StatefulSet", "/spec/template",
          "DaemonSet", "/spec/template",
          "Job", "/spec/template",
          "ReplicationController", "/spec/template",
          "CronJob", "/spec/jobTemplate/spec/template");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Injector injector;
  private final Namespaces namespaces;
  private final String namespace;
  private final List<String> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private InjectedManifests(Injector injector, Namespaces namespaces, String namespace) {
    this.injector = injector;
    this.namespaces = namespaces;
    this.namespace = namespace;
  }

  /**
   * What became of a text.
   *
   * @param yaml all of it; documents in which no pod joins the mesh as they were written
   * @param problems why it is not to be used, a sentence each
   * @param remarks which pods stay without a proxy, and why
   */
  public record Result(String yaml, List<String> problems, List<String> remarks) {
    public Result {
      problems = List.copyOf(problems);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Injects all pods that do not opt out: who names a file asks for what is in it.
   *
   * @param text one or more documents of YAML
   * @param namespace of resources that name none
   */
  public static Result of(String text, Injector injector, Namespaces namespaces, String namespace)
      throws IOException, InterruptedException {
    var manifests = new InjectedManifests(injector, namespaces, namespace);
    var file = YamlReader.read(text);
    file.problems()
        .forEach(
            each -> manifests.problems.add("line %d: %s".formatted(each.line(), each.message())));
    var yaml = new StringBuilder();
    for (YamlDocument document : file.documents()) {
      JsonNode tree = JSON.valueToTree(document.root().toPlain());
      JsonNode injected = manifests.inject(tree);
      yaml.append("---\n")
          .append(injected.equals(tree) ? withoutMark(document.text()) : BlockYaml.of(injected));
    }
    return new Result(yaml.toString(), manifests.problems, manifests.remarks);
  }

  private static String withoutMark(String text) {
    return text.replaceFirst("\\A---[ \\t]*\\R", "").stripTrailing() + "\n";
  }

  private JsonNode inject(JsonNode resource) throws IOException, InterruptedException {
    if (resource.path("items") instanceof ArrayNode items) {
      ObjectNode list = resource.deepCopy();
      ArrayNode injected = list.putArray("items");
      for (JsonNode item : items) {
        injected.add(inject(item));
      }
      return list;
    }
    String pointer = PODS.get(resource.path("kind").asText());
    return pointer != null && resource.at(pointer).isObject()
        ? inject(resource, pointer)
        : resource;
  }

  private JsonNode inject(JsonNode resource, String pointer)
      throws IOException, InterruptedException {
    JsonNode pod = resource.at(pointer);
    String where = resource.path("metadata").path("namespace").asText(namespace);
    var labels = new HashMap<>(namespaces.labels(where));
    labels.put(Annotations.INJECT, Annotations.INJECT_ENABLED);
    String title =
        "%s %s"
            .formatted(
                resource.path("kind").asText(), resource.path("metadata").path("name").asText("*"));
    return switch (injector.decide(pod, where, labels)) {
      case InjectionDecision.Inject(var patch) -> replaced(resource, pointer, patch.applyTo(pod));
      case InjectionDecision.Skip(var _, var why) -> {
        remarks.add(title + ": " + why);
        yield resource;
      }
      case InjectionDecision.Refuse(var found) -> {
        found.forEach(problem -> problems.add(title + ": " + problem));
        yield resource;
      }
    };
  }

  private static JsonNode replaced(JsonNode resource, String pointer, JsonNode pod) {
    if (pointer.isEmpty()) {
      return pod;
    }
    int last = pointer.lastIndexOf('/');
    JsonNode copy = resource.deepCopy();
    ((ObjectNode) copy.at(pointer.substring(0, last))).set(pointer.substring(last + 1), pod);
    return copy;
  }
}
