package diy.mesh.standalone;

import diy.mesh.resources.ResourceKey;
import diy.mesh.standalone.kubelet.PodPlan;
import diy.mesh.standalone.kubelet.RunningPod;
import diy.mesh.standalone.kubelet.Workplace;
import diy.mesh.standalone.network.AddressPool;
import diy.mesh.standalone.network.AddressRanges;
import diy.mesh.standalone.network.PodLink;
import diy.mesh.standalone.pod.PodIdentity;
import diy.mesh.standalone.workload.Admission;
import diy.mesh.standalone.workload.Admission.RefusedPodException;
import diy.mesh.standalone.workload.Rollout;
import diy.mesh.standalone.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods there are, and what turns them into the pods that are wanted. Not thread safe. */
final class Pods {

  private static final Logger LOG = LoggerFactory.getLogger(Pods.class);

  private final NodeSettings settings;
  private final Workplace workplace;
  private final Runnable changed;
  private final AddressPool addresses;
  private final Admission admission = new Admission();
  private final SortedMap<String, RunningPod> pods = new TreeMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private int links;

  /**
   * No pods yet.
   *
   * @param changed called after every change of what a pod says about itself, from any thread
   */
  Pods(NodeSettings settings, Workplace workplace, Runnable changed) {
    this.settings = settings;
    this.workplace = workplace;
    this.changed = changed;
    this.addresses = new AddressPool(settings.ranges().pods());
  }

  /** By namespace and name. */
  List<RunningPod> all() {
    return List.copyOf(pods.values());
  }

  /** What could not become a pod, and why, by namespace and name. */
  Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  /**
   * Marks pods that nobody wants any more, and makes those that are missing. Neither stops nor
   * starts any of them: the network has to hear of it first.
   *
   * @return the new ones
   */
  List<RunningPod> follow(Wanted wanted) {
    refused.clear();
    Set<ResourceKey> owners =
        wanted.workloads().stream().map(Workload::key).collect(Collectors.toSet());
    all().stream()
        .filter(pod -> !owners.contains(pod.plan().owner()))
        .forEach(RunningPod::markTerminating);
    var made = new ArrayList<RunningPod>();
    for (Workload workload : wanted.workloads()) {
      var rollout = rollout(workload);
      rollout.stop().forEach(name -> find(workload, name).markTerminating());
      for (String name : rollout.start()) {
        make(workload, name, wanted, made);
      }
    }
    return made;
  }

  /** Forgets a pod that has ended. */
  void remove(RunningPod pod) {
    pods.remove(pod.plan().identity().toString());
    addresses.giveBack(pod.plan().identity().address());
  }

  /** Whether there are exactly the pods that are wanted, all ready. */
  boolean areSettled(Wanted wanted) {
    int count = wanted.workloads().stream().mapToInt(Workload::replicas).sum();
    return refused.isEmpty()
        && pods.size() == count
        && pods.values().stream().allMatch(RunningPod::isReady);
  }

  private Rollout rollout(Workload workload) {
    String template = workload.fingerprint();
    var members =
        all().stream()
            .filter(pod -> pod.plan().owner().equals(workload.key()))
            .map(
                pod ->
                    new Rollout.Member(
                        pod.plan().identity().name(),
                        pod.plan().template().equals(template),
                        pod.isReady(),
                        pod.isTerminating()))
            .toList();
    return workload.isSinglePod()
        ? Rollout.ofSinglePod(workload.key().name(), members)
        : Rollout.next(workload.key().name(), workload.replicas(), members);
  }

  private void make(Workload workload, String name, Wanted wanted, List<RunningPod> made) {
    String namespace = workload.key().namespace();
    try {
      var labels = wanted.namespaceLabels().getOrDefault(namespace, Map.of());
      var plan = plan(workload, name, admission.admit(workload, name, labels));
      var pod = new RunningPod(plan, workplace, changed);
      pods.put(plan.identity().toString(), pod);
      made.add(pod);
    } catch (RefusedPodException e) {
      LOG.warn("pod {}/{} is refused: {}", namespace, name, e.getMessage());
      refused.put("%s/%s".formatted(namespace, name), String.valueOf(e.getMessage()));
    }
  }

  private PodPlan plan(Workload workload, String name, Admission.Admitted admitted) {
    String namespace = workload.key().namespace();
    AddressRanges ranges = settings.ranges();
    var address = addresses.take();
    var identity =
        new PodIdentity(
            namespace,
            name,
            UUID.randomUUID().toString(),
            address,
            settings.nodeNamespace(),
            ranges.node(),
            admitted.spec().serviceAccount(),
            admitted.labels(),
            admitted.annotations());
    String netns = "%s-pod-%s.%s".formatted(settings.prefix(), namespace, name);
    var link = new PodLink(netns, links++, address);
    return new PodPlan(
        identity,
        admitted.spec(),
        link,
        workload.key(),
        workload.fingerprint(),
        admitted.injected());
  }

  private RunningPod find(Workload workload, String name) {
    var pod = pods.get("%s/%s".formatted(workload.key().namespace(), name));
    if (pod == null) {
      throw new AssertionError("a rollout stops only pods that it was told of: " + name);
    }
    return pod;
  }
}
