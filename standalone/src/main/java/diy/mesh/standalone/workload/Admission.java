package diy.mesh.standalone.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision;
import diy.mesh.admission.inject.InjectionSettings;
import diy.mesh.admission.inject.Injector;
import diy.mesh.resources.Fields;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Problems;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.standalone.pod.PodSpec;
import diy.mesh.standalone.pod.PodSpecReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Passes pods through the injector, the very code that the webhook runs on Kubernetes. */
public final class Admission {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Injector injector = new Injector(InjectionSettings.defaults());

  /**
   * A pod that may start.
   *
   * @param injected whether it got a sidecar
   */
  public record Admitted(
      PodSpec spec, Map<String, String> labels, Map<String, String> annotations, boolean injected) {
    public Admitted {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /** Why a pod must not start as it is: a sentence each. */
  public static final class RefusedPodException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<String> reasons;

    RefusedPodException(List<String> reasons) {
      super(String.join("; ", reasons));
      this.reasons = List.copyOf(reasons);
    }

    public List<String> reasons() {
      return reasons;
    }
  }

  /**
   * Admits a pod of a workload.
   *
   * @param name the pod's
   * @param namespaceLabels the labels of its namespace; empty where nobody wrote one
   */
  public Admitted admit(Workload workload, String name, Map<String, String> namespaceLabels)
      throws RefusedPodException {
    String namespace = workload.key().namespace();
    ObjectNode pod = pod(workload, name);
    return switch (injector.decide(pod, namespace, namespaceLabels)) {
      case InjectionDecision.Inject(var patch) -> admitted(patch.applyTo(pod), true);
      case InjectionDecision.Skip _ -> admitted(pod, false);
      case InjectionDecision.Refuse(var problems) -> throw new RefusedPodException(problems);
    };
  }

  private static ObjectNode pod(Workload workload, String name) {
    ObjectNode pod = JSON.valueToTree(workload.template().toPlain());
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata =
        pod.get("metadata") instanceof ObjectNode written ? written : pod.putObject("metadata");
    metadata.put("name", name).put("namespace", workload.key().namespace());
    return pod;
  }

  private static Admitted admitted(JsonNode pod, boolean injected) throws RefusedPodException {
    var problems = new Problems("");
    var tree = Tree.ofPlain(JSON.convertValue(pod, Object.class));
    if (!(tree instanceof Tree.Mapping mapping)) {
      throw new AssertionError("a pod is a mapping: " + pod);
    }
    var fields = new Fields(mapping, "", problems);
    var metadata = fields.fields("metadata").orElseThrow();
    var spec = fields.fields("spec").map(PodSpecReader::read);
    if (spec.isEmpty() || !problems.found().isEmpty()) {
      throw new RefusedPodException(
          problems.found().stream().map(Problem::toString).collect(Collectors.toList()));
    }
    return new Admitted(
        spec.get(), metadata.textsByName("labels"), metadata.textsByName("annotations"), injected);
  }
}
