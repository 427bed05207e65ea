package diy.mesh.standalone.workload;

import diy.mesh.resources.Fields;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Problems;
import diy.mesh.resources.ResourceKey;
import diy.mesh.standalone.pod.PodSpecReader;
import diy.mesh.standalone.pod.Section;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Deployments and Pods, and refuses what this machine cannot do with them. */
public final class WorkloadReader {

  private static final Set<String> HONOURED =
      Set.of("replicas", "selector", "strategy", "template");
  private static final Set<String> IGNORED =
      Set.of("minReadySeconds", "paused", "progressDeadlineSeconds", "revisionHistoryLimit");
  private static final int MOST_REPLICAS = 200;

  private WorkloadReader() {}

  /**
   * Reads what wants pods. Where problems are found, the result is worth nothing.
   *
   * @param problems where everything goes that is wrong
   * @return empty for another kind
   */
  public static Optional<Workload> read(OtherResource resource, Problems problems) {
    var root = new Fields(resource.tree(), "", problems);
    var key = resource.key();
    return switch (resource.apiVersion() + " " + key.kind()) {
      case "apps/v1 Deployment" -> {
        root.fields("metadata").ifPresent(metadata -> Section.name(metadata, "name"));
        yield deployment(root, key);
      }
      case "v1 Pod" -> {
        root.fields("metadata").ifPresent(metadata -> Section.name(metadata, "name"));
        checkPod(root);
        yield Optional.of(new Workload(key, 1, resource.tree()));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Workload> deployment(Fields root, ResourceKey key) {
    root.require("spec", "replicas, selector and template");
    return root.fields("spec").flatMap(spec -> deploymentSpec(spec, key));
  }

  private static Optional<Workload> deploymentSpec(Fields spec, ResourceKey key) {
    Section.check(spec, HONOURED, IGNORED);
    Section.refuseIfTrue(spec, "paused");
    int replicas = spec.whole("replicas", 0, MOST_REPLICAS).orElse(1);
    spec.fields("strategy").ifPresent(WorkloadReader::checkStrategy);
    spec.require("template", "what the pods are made of");
    var template = spec.fields("template");
    template.ifPresent(found -> checkSelector(spec, found));
    template.ifPresent(WorkloadReader::checkPod);
    return template.map(found -> new Workload(key, replicas, found.tree()));
  }

  private static void checkStrategy(Fields strategy) {
    Section.check(strategy, Set.of("type"), Set.of("rollingUpdate"));
    String type = strategy.text("type").orElse("RollingUpdate");
    if (!type.equals("RollingUpdate")) {
      strategy.refuse("type", type, "RollingUpdate: standalone does nothing else");
    }
  }

  private static void checkSelector(Fields spec, Fields template) {
    spec.require("selector", "matchLabels that the template has, too");
    var selector = spec.fields("selector");
    selector.ifPresent(found -> Section.check(found, Set.of("matchLabels"), Set.of()));
    Map<String, String> wanted =
        selector.map(found -> found.textsByName("matchLabels")).orElse(Map.of());
    Map<String, String> labels =
        template
            .fields("metadata")
            .map(metadata -> metadata.textsByName("labels"))
            .orElse(Map.of());
    if (!labels.entrySet().containsAll(wanted.entrySet())) {
      spec.refuse("selector", wanted, "labels that the template has; it has " + labels);
    }
  }

  private static void checkPod(Fields pod) {
    pod.require("spec", "the pod's containers");
    pod.fields("spec").ifPresent(PodSpecReader::read);
  }
}
