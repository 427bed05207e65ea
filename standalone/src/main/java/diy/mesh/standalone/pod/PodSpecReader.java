package diy.mesh.standalone.pod;

import diy.mesh.resources.Fields;
import diy.mesh.standalone.pod.PodSpec.RestartPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code spec} of a pod or of a template. What this machine cannot do is a problem. */
public final class PodSpecReader {

  private static final Set<String> HONOURED =
      Set.of(
          "containers",
          "hostname",
          "initContainers",
          "restartPolicy",
          "securityContext",
          "serviceAccount",
          "serviceAccountName",
          "terminationGracePeriodSeconds",
          "volumes");

  private static final Set<String> REFUSED_FLAGS =
      Set.of("hostIPC", "hostNetwork", "hostPID", "shareProcessNamespace");

  private static final Set<String> IGNORED =
      Set.of(
          "affinity",
          "automountServiceAccountToken",
          "dnsPolicy",
          "enableServiceLinks",
          "imagePullSecrets",
          "nodeSelector",
          "preemptionPolicy",
          "priorityClassName",
          "schedulerName",
          "tolerations",
          "topologySpreadConstraints");

  private static final int MOST_GRACE_SECONDS = 3_600;
  private static final int DEFAULT_GRACE_SECONDS = 30;

  private final Fields spec;
  private final List<String> volumes;
  private final Set<String> names = new HashSet<>();

  private PodSpecReader(Fields spec) {
    this.spec = spec;
    this.volumes = volumes(spec);
  }

  /**
   * Reads a pod's spec. Where problems were found its result is worth nothing.
   *
   * @param spec the fields of {@code spec}; they know where problems go
   */
  public static PodSpec read(Fields spec) {
    var ignored = new HashSet<>(IGNORED);
    ignored.addAll(REFUSED_FLAGS);
    Section.check(spec, HONOURED, ignored);
    REFUSED_FLAGS.forEach(flag -> Section.refuseIfTrue(spec, flag));
    return new PodSpecReader(spec).read();
  }

  private PodSpec read() {
    spec.require("containers", "a list of at least one");
    var security = spec.fields("securityContext");
    var initContainers = containers("initContainers", security);
    var containers = containers("containers", security);
    if (containers.isEmpty() && spec.tree().get("containers") != null) {
      spec.refuse("containers", "none", "at least one");
    }
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).sidecar()) {
        spec.refuse(
            "containers[%d].restartPolicy".formatted(i), "Always", "only in initContainers");
      }
    }
    int grace =
        spec.whole("terminationGracePeriodSeconds", 0, MOST_GRACE_SECONDS)
            .orElse(DEFAULT_GRACE_SECONDS);
    return new PodSpec(
        initContainers,
        containers,
        volumes,
        restartPolicy(),
        Duration.ofSeconds(grace),
        spec.text("serviceAccountName").or(() -> spec.text("serviceAccount")).orElse("default"),
        spec.text("hostname").orElse(""));
  }

  private List<ContainerSpec> containers(String field, Optional<Fields> podSecurity) {
    var containers = new ArrayList<ContainerSpec>();
    for (Fields fields : spec.fieldsOfItems(field)) {
      var container = ContainerReader.read(fields, podSecurity, volumes);
      if (!names.add(container.name())) {
        fields.refuse("name", container.name(), "a name that no other container of the pod has");
      }
      containers.add(container);
    }
    return containers;
  }

  private RestartPolicy restartPolicy() {
    String policy = spec.text("restartPolicy").orElse("Always");
    return switch (policy) {
      case "Always" -> RestartPolicy.ALWAYS;
      case "OnFailure" -> RestartPolicy.ON_FAILURE;
      case "Never" -> RestartPolicy.NEVER;
      default -> {
        spec.refuse("restartPolicy", policy, "Always, OnFailure or Never");
        yield RestartPolicy.ALWAYS;
      }
    };
  }

  private static List<String> volumes(Fields spec) {
    var volumes = new ArrayList<String>();
    for (Fields volume : spec.fieldsOfItems("volumes")) {
      Section.check(volume, Set.of("name", "emptyDir"), Set.of());
      volume.require("emptyDir", "the only kind of volume here");
      volumes.add(Section.name(volume, "name"));
    }
    return volumes;
  }
}
