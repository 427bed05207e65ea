package diy.mesh.meshctl;

import diy.mesh.meshctl.demo.Demo;
import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.OrderlyEnd;
import diy.mesh.meshctl.node.Side;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl demo}: the mesh at work, in about twenty seconds. */
@Command(
    name = "demo",
    description = "Watch a canary take over the traffic of three apps, and clean up.")
final class DemoCommand implements Callable<Integer> {

  private static final List<String> NAMES = List.of("demo", "demo2", "demo3", "demo4");
  private static final int SECONDS = 10;

  private final Context context;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "How many to send, over all three phases (default: ${DEFAULT-VALUE}).")
  private long requests = 3_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many in a second (default: 300, or what ten seconds need).")
  private long perSecond;

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--node", hidden = true, description = "Whose namespaces these are.")
  private String name = NAMES.getFirst();

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long rate = rate();
    return Side.here().inside() ? play(rate) : enclose(rate);
  }

  /** Plays it inside namespaces of its own, which are gone when this process is. */
  private int enclose(long rate) throws IOException, InterruptedException {
    context.tools().forNode();
    var settings = ownNode();
    try (var _ = OrderlyEnd.ofThisThread()) {
      NodeDaemon.cleanUp(settings);
      NodeDaemon.prepare(settings);
      var process = NodeDaemon.startAttached(settings, words(settings.prefix(), rate));
      return waitFor(process, settings);
    } finally {
      NodeDaemon.cleanUp(settings);
    }
  }

  private static int waitFor(Process process, NodeSettings settings)
      throws IOException, InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      var node = NodeDaemon.find(settings);
      if (node.isPresent()) {
        node.get().stop();
      }
      process.waitFor();
      throw e;
    }
  }

  private List<String> words(String node, long rate) {
    return List.of(
        "demo",
        "--node=" + node,
        "--requests=" + requests,
        "--rate=" + rate,
        "--output=" + (output.isJson() ? "json" : "text"));
  }

  /** Removes what demos left behind that were killed. */
  static void cleanUpAfterCrashes(Path home) throws IOException {
    for (String name : NAMES) {
      var settings = NodeOption.settings(home, name);
      if (NodeDaemon.find(settings).isEmpty()) {
        NodeDaemon.cleanUp(settings);
      }
    }
  }

  private int play(long rate) throws Exception {
    try (var _ = OrderlyEnd.ofThisThread()) {
      var result = demo().play(requests, rate);
      if (output.isJson()) {
        context.output().println(result.json());
      }
      return result.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private Demo demo() {
    return new Demo(
        NodeOption.settings(context.home(), name),
        context.home().resolve("sample-app/k8s"),
        output.isJson() ? context.errors() : context.output(),
        context.started(),
        Clock.systemUTC());
  }

  /** A name that is free now; the first one is taken again after a crash, and so cleaned up. */
  private NodeSettings ownNode() throws IOException {
    for (String name : NAMES) {
      var settings = NodeOption.settings(context.home(), name);
      if (NodeDaemon.find(settings).isEmpty()) {
        return settings;
      }
    }
    throw new Failure("too many demos run at once (expected: at most %d)".formatted(NAMES.size()));
  }

  private long rate() {
    if (requests < 3) {
      throw new Failure("--requests: %d (expected: >= 3, one for each phase)".formatted(requests));
    }
    return perSecond > 0 ? perSecond : Math.max(300, requests / SECONDS);
  }
}
