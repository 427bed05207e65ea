package diy.mesh.meshctl;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.node.LogReader;
import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.OrderlyEnd;
import diy.mesh.meshctl.node.Places;
import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.node.PodLogs;
import diy.mesh.meshctl.node.PodNames;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.meshctl.report.Finding;
import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Place;
import diy.mesh.meshctl.report.Symptoms;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Resource;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.machine.Prerequisites;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The mesh on this machine, asked of whoever knows best. */
final class NodeMesh implements RunningMesh {

  private final NodeSettings settings;
  private final Context context;
  private final ObjectStore store;

  NodeMesh(NodeSettings settings, Context context) {
    this.settings = settings;
    this.context = context;
    this.store = new ObjectStore(settings.stateDirectory(), settings.ranges());
  }

  @Override
  public List<PodStatus> pods() throws IOException {
    return StatusFile.read(settings.stateDirectory());
  }

  @Override
  public List<Item.Service> services() throws IOException {
    return Workloads.services(store).stream().map(Item.Service::of).toList();
  }

  @Override
  public List<Item.Endpoint> endpoints() throws IOException {
    var endpoints = new ArrayList<Item.Endpoint>();
    for (Resource resource : Workloads.resources(store)) {
      if (resource instanceof EndpointSlice slice) {
        endpoints.addAll(Item.Endpoint.of(slice));
      }
    }
    return endpoints;
  }

  @Override
  public List<Item.Deployment> deployments() throws IOException {
    var pods = pods();
    var deployments = new ArrayList<Item.Deployment>();
    for (Resource resource : Workloads.resources(store)) {
      if (resource instanceof OtherResource other && other.origin().kind().equals("Deployment")) {
        var metadata = other.metadata();
        var own = Pattern.compile(Pattern.quote(metadata.name()) + "-[0-9]+");
        long ready =
            pods.stream()
                .filter(pod -> pod.ready() && pod.namespace().equals(metadata.namespace()))
                .filter(pod -> own.matcher(pod.name()).matches())
                .count();
        deployments.add(
            new Item.Deployment(
                metadata.namespace(), metadata.name(), Workloads.replicas(other), (int) ready));
      }
    }
    return deployments;
  }

  @Override
  public ControlPlane controlPlane() {
    return ControlPlane.of(settings);
  }

  @Override
  public Proxy proxy(PodStatus pod) {
    return Proxy.of(settings, pod);
  }

  @Override
  public String resolve(PodStatus pod, String host) throws IOException, InterruptedException {
    return PodNames.resolve(settings, pod, host);
  }

  @Override
  public Place place() {
    return Places.of(settings.stateDirectory())::find;
  }

  @Override
  public void showLog(LogQuestion question) throws IOException {
    var logs = PodLogs.of(settings.stateDirectory(), PodFinder.named(pods(), question.pod()));
    var file = logs.file(logs.container(question.container()));
    try (var _ = OrderlyEnd.ofThisThread();
        var reader = LogReader.open(file)) {
      if (question.tail() >= 0) {
        reader.skipToLast(question.tail());
      }
      reader.copyTo(context.output()::write);
      while (question.follow() && reader.awaitMore()) {
        reader.copyTo(context.output()::write);
      }
    } catch (InterruptedException _) {
      // Ctrl-C is how one stops to follow.
    }
  }

  @Override
  public List<Finding> check() throws IOException, InterruptedException {
    var findings = machine();
    NodeDaemon.find(settings)
        .ifPresent(
            daemon ->
                findings.add(
                    Finding.well(
                        "node %s runs (pid %d)".formatted(settings.prefix(), daemon.pid()))));
    if (!VersionCommand.isCurrent(settings, context.home())) {
      findings.add(
          Finding.wrong(
              "the node runs programs of another build",
              "to run this one: ./meshctl down, then ./meshctl up"));
    }
    var pods = pods();
    List<ProxyStatus> connected = List.of();
    try {
      var says = says();
      connected = says.proxies();
      findings.add(Finding.well("the control plane answers"));
      findings.addAll(Symptoms.ofObjects(says, place(), "./meshctl apply -f it"));
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              String.valueOf(e.getMessage()),
              "it is started again by itself; its log: %s"
                  .formatted(settings.stateDirectory().resolve("logs"))));
    }
    findings.addAll(Symptoms.ofProxies(pods, connected, configs(pods)));
    findings.addAll(Symptoms.ofPods(pods));
    return findings;
  }

  /** What there is to say where no node runs. */
  static List<Finding> absent(String name) throws IOException {
    var findings = machine();
    findings.add(
        Finding.wrong("node %s does not run".formatted(name), "start it: ./meshctl up -f DIR"));
    return findings;
  }

  private static List<Finding> machine() throws IOException {
    var findings = new ArrayList<Finding>();
    Prerequisites.missing().forEach(each -> findings.add(Finding.wrong(each, "")));
    if (findings.isEmpty()) {
      findings.add(Finding.well("this machine has what a node needs"));
    }
    return findings;
  }

  private Map<String, Optional<Config>> configs(List<PodStatus> pods) throws InterruptedException {
    var configs = new HashMap<String, Optional<Config>>();
    for (PodStatus pod : pods) {
      if (pod.injected()) {
        configs.put(pod.namespace() + "/" + pod.name(), config(pod));
      }
    }
    return configs;
  }
}
