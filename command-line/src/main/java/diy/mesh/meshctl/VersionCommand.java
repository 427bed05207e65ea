package diy.mesh.meshctl;

import diy.mesh.meshctl.client.Build;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.report.Versions;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code meshctl version}: which builds are at work. */
@Command(
    name = "version",
    description = "Print the version of this program, and of what runs: control plane and proxies.")
final class VersionCommand implements Callable<Integer> {

  /** The programs that a node copies when it starts. */
  private static final List<String> PROGRAMS = List.of("control-plane", "data-plane");

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  VersionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var own =
        new Build(
            Objects.requireNonNullElse(
                getClass().getPackage().getImplementationVersion(), "(not packaged)"),
            Runtime.version().toString());
    var asked = node.settings(context.home());
    var daemon = NodeDaemon.find(asked);
    var running =
        daemon.isEmpty()
            ? null
            : node(daemon.get(), SettingsFile.load(asked.stateDirectory(), context.home()));
    output.show(context.output(), new Versions(own, running));
    return ExitCode.OK;
  }

  private Versions.Node node(NodeDaemon daemon, NodeSettings settings)
      throws IOException, InterruptedException {
    var proxies = new ArrayList<Versions.ProxyBuild>();
    for (PodStatus pod : StatusFile.read(settings.stateDirectory())) {
      if (pod.injected()) {
        proxies.add(
            new Versions.ProxyBuild(
                pod.namespace() + "/" + pod.name(), orNull(() -> Proxy.of(settings, pod).build())));
      }
    }
    return new Versions.Node(
        settings.prefix(),
        daemon.pid(),
        NodeDaemon.version(settings.stateDirectory()),
        isCurrent(settings, context.home()),
        orNull(() -> ControlPlane.of(settings).build()),
        List.copyOf(proxies));
  }

  private interface Question {
    Build ask() throws IOException, InterruptedException;
  }

  private static @Nullable Build orNull(Question question) throws InterruptedException {
    try {
      return question.ask();
    } catch (IOException e) {
      return null; // said as "does not answer"
    }
  }

  /** Whether a node runs the programs that this checkout has built. */
  static boolean isCurrent(NodeSettings settings, Path home) throws IOException {
    for (String program : PROGRAMS) {
      var jar = program + ".jar";
      var running = settings.stateDirectory().resolve("app", program, jar);
      var built = home.resolve(program, "target", "quick", jar);
      if (Files.exists(running) && Files.exists(built) && Files.mismatch(running, built) >= 0) {
        return false;
      }
    }
    return true;
  }
}
