package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.node.PodProgress;
import diy.mesh.meshctl.node.PodReport;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import diy.mesh.model.service.ServiceName;
import diy.mesh.standalone.Node;
import diy.mesh.standalone.NodeException;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.ObjectKey;
import diy.mesh.standalone.objects.ObjectStore;
import diy.mesh.standalone.objects.RefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** The whole demo, inside the namespaces of its node: pods, traffic, and all stopped again. */
public final class Demo {

  private static final ServiceName APP_A = new ServiceName("demo", "app-a");
  private static final ObjectKey ROUTE = new ObjectKey("CanaryRoute", "demo", "app-b");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /**
   * How it went.
   *
   * @param failed how many requests got no good answer
   * @param json all counts, on one line, for programs
   */
  public record Result(long failed, String json) {}

  private final NodeSettings settings;
  private final Path manifests;
  private final Terminal terminal;
  private final Instant started;
  private final InstantSource clock;

  /**
   * @param settings of a node that nobody else uses
   * @param manifests the sample's
   * @param terminal where all of it is shown
   * @param started when the user asked for it
   */
  public Demo(
      NodeSettings settings,
      Path manifests,
      Terminal terminal,
      Instant started,
      InstantSource clock) {
    this.settings = settings;
    this.manifests = manifests;
    this.terminal = terminal;
    this.started = started;
    this.clock = clock;
  }

  /**
   * Plays it and ends all pods, also when interrupted.
   *
   * @param requests in all: at least one for each phase
   * @param perSecond at most so many in each second
   * @throws Failure if it could not be played to its end
   */
  public Result play(long requests, long perSecond)
      throws IOException, InterruptedException, NodeException, RefusedException {
    terminal.println("app-a calls app-b through its proxy, all the time. A route sends 90 of 100");
    terminal.println("calls to app-b and 10 to app-b2; then half and half; then all to app-b2.");
    terminal.println("");
    var store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    var _ = store.apply(manifests);
    var _ = store.delete(ROUTE); // the demo writes its own, to time the first one, too
    say("starting what %s says".formatted(manifests));
    try (var node = Node.start(settings)) {
      awaitReady(node);
      return playOn(store, requests, perSecond);
    } finally {
      terminal.println("cleaning up");
    }
  }

  private void awaitReady(Node node) throws IOException, InterruptedException {
    var progress = new PodProgress(terminal);
    var end = clock.instant().plus(LONGEST_START);
    while (!node.awaitReady(BETWEEN_LOOKS)) {
      progress.show(node.pods());
      if (clock.instant().isAfter(end)) {
        PodReport.complaints(settings.stateDirectory(), node.pods()).forEach(terminal::println);
        throw new Failure(
            "not all pods were ready after %d s (expected: all)"
                .formatted(LONGEST_START.toSeconds()));
      }
    }
    progress.show(node.pods());
    say("every pod has a network namespace, iptables rules and a proxy of its own");
  }

  private Result playOn(ObjectStore store, long requests, long perSecond)
      throws IOException, InterruptedException {
    var appA = addressOf(store, APP_A);
    say(
        "GET http://app-a/ -> "
            + NetworkNamespace.call(settings.nodeNamespace(), () -> talkTo(appA)));
    terminal.println("");
    var screen = new Screen(terminal, clock);
    var stage = new NodeStage(settings, store, ControlPlane.of(settings), appA, clock);
    var ledger = new Show(stage, screen).play(requests, perSecond);
    summarise(ledger, screen);
    return new Result(ledger.failed(), Summary.json(ledger));
  }

  private static String talkTo(InetSocketAddress service) throws IOException {
    try (var appA = new AppA(service)) {
      return appA.talk();
    }
  }

  private static InetSocketAddress addressOf(ObjectStore store, ServiceName name)
      throws IOException {
    for (var service : Workloads.services(store)) {
      if (service.name().equals(name) && !service.clusterIps().isEmpty()) {
        return new InetSocketAddress(
            service.clusterIps().getFirst(), service.ports().getFirst().number());
      }
    }
    throw new Failure("Service %s: none in the demo's manifests".formatted(name));
  }

  private void summarise(Ledger ledger, Screen screen) {
    terminal.println("");
    var firstSplit = screen.firstSplit();
    if (firstSplit != null) {
      terminal.println(
          "first split on screen %s after the start"
              .formatted(seconds(Duration.between(started, firstSplit))));
    }
    for (PhaseCount phase : ledger.phases()) {
      terminal.println(
          "%-6s in effect %s after it was written"
              .formatted(phase.split(), Picture.millis(phase.convergence())));
    }
    terminal.println(
        String.format(Locale.ROOT, "%,d requests, %,d failed", ledger.requests(), ledger.failed()));
  }

  private void say(String what) {
    terminal.println("%s  %s".formatted(seconds(Duration.between(started, clock.instant())), what));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%4.1f s", duration.toMillis() / 1e3);
  }
}
