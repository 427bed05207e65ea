package diy.mesh.meshctl;

import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.node.PodProgress;
import diy.mesh.meshctl.node.PodReport;
import diy.mesh.meshctl.node.PodWait;
import diy.mesh.meshctl.node.SettingsFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Overview;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.resources.Service;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.objects.Applied;
import diy.mesh.standalone.objects.ObjectStore;
import diy.mesh.standalone.objects.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl up}: manifests in, running pods out; in the background. */
@Command(
    name = "up",
    description = "Run manifests on this machine, each pod with its proxy; in the background.")
final class UpCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption format = new OutputOption();
  @Mixin private RangeOptions ranges = new RangeOptions();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      required = true,
      description = "A manifest, or a directory of them. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "A table of your own images: image=command. May be repeated.")
  private List<Path> images = List.of();

  @Option(
      names = "--log-size",
      paramLabel = "MIB",
      description =
          "How much of each container's log is kept, and once more as it fills again (default:"
              + " ${DEFAULT-VALUE}).")
  private int logMebibytes = NodeSettings.USUAL_LOG;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long pods may take to become ready (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 60;

  UpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    context.tools().forNode();
    var asked = settingsAsked();
    var running = NodeDaemon.find(asked);
    var settings =
        running.isPresent() ? SettingsFile.load(asked.stateDirectory(), context.home()) : asked;
    var store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    var daemon = running.isPresent() ? join(running.get(), store) : start(settings, store);
    var wait = new PodWait(daemon, settings.stateDirectory(), store);
    var output = context.output();
    var progress = new PodProgress(output.live() && !format.isJson() ? output : context.errors());
    boolean ready = wait.untilReady(Duration.ofSeconds(timeoutSeconds), progress::show);
    var pods = wait.pods();
    var services = Workloads.services(store);
    if (format.isJson()) {
      format.show(output, Overview.of(pods, services.stream().map(Item.Service::of).toList()));
    } else if (!output.live()) {
      PodReport.pods(pods).forEach(output::println);
    }
    if (!ready) {
      PodReport.complaints(settings.stateDirectory(), pods).forEach(this::say);
      throw new Failure(
          "not all pods were ready after %d s; they go on trying: ./meshctl status; or end them:"
                  .formatted(timeoutSeconds)
              + " ./meshctl down");
    }
    if (!format.isJson()) {
      output.println("");
      PodReport.services(services).forEach(output::println);
    }
    suggestNext(services);
    return ExitCode.OK;
  }

  private NodeSettings settingsAsked() {
    return node.settings(context.home())
        .withRanges(ranges.ranges())
        .withLogMebibytes(logMebibytes)
        .withImages(images.stream().map(Path::toAbsolutePath).toList());
  }

  private NodeDaemon join(NodeDaemon running, ObjectStore store)
      throws IOException, RefusedException {
    say("a node runs already (pid %d); applying to it".formatted(running.pid()));
    apply(store);
    return running;
  }

  /** Manifests that are refused leave nothing behind. */
  private NodeDaemon start(NodeSettings settings, ObjectStore store)
      throws IOException, RefusedException {
    NodeDaemon.cleanUp(settings);
    DemoCommand.cleanUpAfterCrashes(context.home());
    boolean started = false;
    try {
      NodeDaemon.prepare(settings);
      apply(store);
      var daemon = NodeDaemon.start(settings);
      started = true;
      say("started a node (log %s)".formatted(NodeDaemon.log(settings.stateDirectory())));
      return daemon;
    } finally {
      if (!started) {
        NodeDaemon.cleanUp(settings);
      }
    }
  }

  private void apply(ObjectStore store) throws IOException, RefusedException {
    var applied = new ArrayList<Applied>();
    for (Path file : files) {
      applied.addAll(store.apply(file));
    }
    say("applied %d objects".formatted(applied.size()));
  }

  private void say(String line) {
    context.errors().println(line);
  }

  private void suggestNext(List<Service> services) {
    say("");
    if (!services.isEmpty()) {
      var service = services.getFirst().name();
      say("try: ./meshctl curl http://%s.%s/".formatted(service.name(), service.namespace()));
    }
    say("     ./meshctl apply -f FILE   to change a route while traffic flows");
    say("     ./meshctl down            to end it and leave nothing");
  }
}
