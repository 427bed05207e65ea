package diy.mesh.meshctl;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.cluster.ClusterCheck;
import diy.mesh.meshctl.cluster.ClusterNames;
import diy.mesh.meshctl.cluster.ClusterObjects;
import diy.mesh.meshctl.cluster.ClusterPod;
import diy.mesh.meshctl.cluster.ClusterPorts;
import diy.mesh.meshctl.cluster.Kubectl;
import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.report.Finding;
import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Overview;
import diy.mesh.meshctl.report.Place;
import diy.mesh.meshctl.report.Rules;
import diy.mesh.meshctl.report.Symptoms;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mesh in a cluster, asked by way of its API server with the rights of whoever asks. */
final class ClusterMesh implements RunningMesh {

  private final Kubectl kubectl;
  private final ClusterObjects objects;
  private final ClusterPorts ports;

  ClusterMesh(Kubectl kubectl) {
    this.kubectl = kubectl;
    this.objects = new ClusterObjects(kubectl);
    this.ports = new ClusterPorts(kubectl);
  }

  @Override
  public List<PodStatus> pods() throws IOException, InterruptedException {
    return objects.meshPods().stream().map(ClusterPod::status).toList();
  }

  @Override
  public List<Item.Service> services() throws IOException, InterruptedException {
    return objects.services().stream().map(Item.Service::of).toList();
  }

  @Override
  public List<Item.Endpoint> endpoints() throws IOException, InterruptedException {
    return objects.slices().stream().flatMap(each -> Item.Endpoint.of(each).stream()).toList();
  }

  @Override
  public List<Item.Deployment> deployments() throws IOException, InterruptedException {
    return objects.deployments();
  }

  @Override
  public ControlPlane controlPlane() throws IOException, InterruptedException {
    return ports.controlPlane();
  }

  @Override
  public Proxy proxy(PodStatus pod) {
    return ports.proxy(pod);
  }

  @Override
  public String resolve(PodStatus pod, String host) throws IOException, InterruptedException {
    return ClusterNames.resolve(pod.namespace(), host, objects.services(), objects.slices());
  }

  /** What the control plane names is named in the same way by kubectl. */
  @Override
  public Place place() {
    return origin -> origin;
  }

  @Override
  public Overview overview() throws IOException, InterruptedException {
    var pods = pods();
    var namespaces = namespaces(pods);
    return Overview.of(
        pods, services().stream().filter(each -> namespaces.contains(each.namespace())).toList());
  }

  /** A cluster has Services that have nothing to do with the mesh: they are shown on demand. */
  @Override
  public Rules rules(String service) throws IOException, InterruptedException {
    var rules = RunningMesh.super.rules(service);
    if (!service.isEmpty()) {
      return rules;
    }
    var namespaces = namespaces(pods());
    return new Rules(
        rules.rules().stream()
            .filter(
                rule ->
                    !rule.proxies().isEmpty()
                        || namespaces.contains(rule.service().split("/", 2)[0]))
            .toList(),
        rules.remarks());
  }

  private static Set<String> namespaces(List<PodStatus> pods) {
    return pods.stream().map(PodStatus::namespace).collect(Collectors.toSet());
  }

  @Override
  public void showLog(LogQuestion question) throws IOException, InterruptedException {
    var pod = PodFinder.named(pods(), question.pod());
    var words = new ArrayList<>(List.of("logs", "-n", pod.namespace(), pod.name()));
    if (!question.container().isEmpty()) {
      words.addAll(List.of("-c", question.container()));
    }
    if (question.follow()) {
      words.add("-f");
    }
    if (question.tail() >= 0) {
      words.add("--tail=" + question.tail());
    }
    if (!kubectl.show(words)) {
      throw new Failure("kubectl %s failed; it said why".formatted(String.join(" ", words)));
    }
  }

  @Override
  public List<Finding> check() throws IOException, InterruptedException {
    var findings = new ArrayList<>(ClusterCheck.planes(kubectl));
    List<ProxyStatus> connected = List.of();
    try {
      var says = says();
      connected = says.proxies();
      findings.add(Finding.well("the control plane answers"));
      findings.addAll(Symptoms.ofObjects(says, place(), "kubectl apply -f it"));
    } catch (IOException | Failure e) {
      findings.add(
          Finding.wrong(
              String.valueOf(e.getMessage()),
              "proxies serve what they have; see: kubectl get pods -n " + ClusterPorts.NAMESPACE));
    }
    var pods = objects.meshPods();
    var statuses = pods.stream().map(ClusterPod::status).toList();
    findings.addAll(Symptoms.ofProxies(statuses, connected, unconnected(statuses, connected)));
    findings.addAll(ClusterCheck.withoutSidecar(pods));
    findings.addAll(Symptoms.ofPods(statuses));
    return findings;
  }

  /** Only these are asked: of all others the control plane knows. */
  private Map<String, Optional<Config>> unconnected(
      List<PodStatus> pods, List<ProxyStatus> connected) throws InterruptedException {
    var known = connected.stream().map(ProxyStatus::name).collect(Collectors.toSet());
    var configs = new HashMap<String, Optional<Config>>();
    for (PodStatus pod : pods) {
      String name = pod.namespace() + "/" + pod.name();
      if (pod.injected() && !known.contains(name)) {
        configs.put(name, config(pod));
      }
    }
    return configs;
  }
}
