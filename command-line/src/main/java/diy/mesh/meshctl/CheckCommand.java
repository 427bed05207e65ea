package diy.mesh.meshctl;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.Places;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.report.Checkup;
import diy.mesh.meshctl.report.Finding;
import diy.mesh.meshctl.report.Symptoms;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.machine.Prerequisites;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl check}: whether all is well, and what helps where it is not. */
@Command(
    name = "check",
    description =
        "Look over machine, node, control plane, proxies, routes and pods; say what is wrong and"
            + " what helps. Exit code 1 when something is.")
final class CheckCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>(machine());
    var asked = node.settings(context.home());
    var daemon = NodeDaemon.find(asked);
    if (daemon.isEmpty()) {
      findings.add(
          Finding.wrong(
              "node %s does not run".formatted(asked.prefix()), "start it: ./meshctl up -f DIR"));
    } else {
      findings.add(
          Finding.well("node %s runs (pid %d)".formatted(asked.prefix(), daemon.get().pid())));
      findings.addAll(node(SettingsFile.load(asked.stateDirectory(), context.home())));
    }
    var checkup = Checkup.of(findings);
    output.show(context.output(), checkup);
    return checkup.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static List<Finding> machine() throws IOException {
    var missing = Prerequisites.missing();
    return missing.isEmpty()
        ? List.of(Finding.well("this machine has what a node needs"))
        : missing.stream().map(each -> Finding.wrong(each, "")).toList();
  }

  private List<Finding> node(NodeSettings settings) throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>();
    if (!VersionCommand.isCurrent(settings, context.home())) {
      findings.add(
          Finding.wrong(
              "the node runs programs of another build",
              "to run this one: ./meshctl down, then ./meshctl up"));
    }
    var pods = StatusFile.read(settings.stateDirectory());
    List<ProxyStatus> connected = List.of();
    try {
      var controlPlane = ControlPlane.of(settings);
      var says =
          new Symptoms.ControlPlane(
              controlPlane.sources(),
              controlPlane.routes(),
              controlPlane.targets(),
              controlPlane.proxies());
      connected = says.proxies();
      findings.add(Finding.well("the control plane answers"));
      findings.addAll(Symptoms.ofObjects(says, Places.of(settings.stateDirectory())::find));
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              String.valueOf(e.getMessage()),
              "it is started again by itself; its log: %s"
                  .formatted(settings.stateDirectory().resolve("logs"))));
    }
    findings.addAll(Symptoms.ofProxies(pods, connected, configs(settings, pods)));
    findings.addAll(Symptoms.ofPods(pods));
    return findings;
  }

  private static Map<String, Optional<Config>> configs(NodeSettings settings, List<PodStatus> pods)
      throws InterruptedException {
    var configs = new HashMap<String, Optional<Config>>();
    for (PodStatus pod : pods) {
      if (pod.injected()) {
        configs.put(pod.namespace() + "/" + pod.name(), config(settings, pod));
      }
    }
    return configs;
  }

  private static Optional<Config> config(NodeSettings settings, PodStatus pod)
      throws InterruptedException {
    try {
      return Optional.of(Proxy.of(settings, pod).config());
    } catch (IOException e) {
      return Optional.empty(); // a finding of its own
    }
  }
}
