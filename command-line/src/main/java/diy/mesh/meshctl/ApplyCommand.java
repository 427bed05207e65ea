package diy.mesh.meshctl;

import static diy.mesh.standalone.objects.Applied.Change.UNCHANGED;

import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.meshctl.report.Report;
import diy.mesh.meshctl.terminal.Colour;
import diy.mesh.standalone.objects.Applied;
import diy.mesh.standalone.objects.ObjectKey;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl apply}: changes objects of a running node, and says when proxies do as told. */
@Command(
    name = "apply",
    description = "Apply manifests to the running node; says when every proxy has them.")
final class ApplyCommand implements Callable<Integer> {

  /** The kinds that the control plane acts on; the others are the node's. */
  private static final Set<String> KINDS_OF_PROXIES = Set.of("CanaryRoute", "HTTPRoute", "Service");

  private final Context context;
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      required = true,
      description = "A manifest, or a directory of them. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long proxies may take to answer (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 5;

  ApplyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var settings = node.ofRunningNode(context.home());
    var store = new ObjectStore(settings.stateDirectory(), settings.ranges());
    var controlPlane = ControlPlane.of(settings);
    var outcomes = new ArrayList<Outcome>();
    for (Path file : files) {
      for (Applied applied : store.apply(file)) {
        var stored = store.folder().resolve(applied.file());
        var written = Files.getLastModifiedTime(stored).toInstant();
        outcomes.add(follow(controlPlane, applied, written));
      }
    }
    output.show(context.output(), new Outcomes(outcomes));
    return outcomes.stream().allMatch(Outcome::good) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** What became of all objects; people have read it line by line by then. */
  private record Outcomes(List<Outcome> objects) implements Report {
    @Override
    public List<String> lines() {
      return List.of();
    }
  }

  /**
   * What became of one object.
   *
   * @param change created, configured or unchanged
   * @param good whether that is what its author wanted
   * @param proxies how many are connected; 0 where none is concerned
   * @param millis how long it took to get everywhere; null where it did not, or need not
   */
  private record Outcome(
      String kind,
      String namespace,
      String name,
      String change,
      boolean good,
      int proxies,
      @Nullable Long millis,
      List<String> problems) {

    static Outcome of(
        Applied applied, diy.mesh.meshctl.client.@Nullable Applied answer, @Nullable Long millis) {
      var key = applied.key();
      return new Outcome(
          key.kind(),
          key.namespace(),
          key.name(),
          applied.change().name().toLowerCase(Locale.ROOT),
          answer == null || answer.inEffect(),
          answer == null ? 0 : answer.proxies(),
          millis,
          answer == null
              ? List.of()
              : Stream.concat(answer.problems().stream(), answer.nacks().stream()).toList());
    }
  }

  /** Says what became of one object; whether that is what its author wanted. */
  private Outcome follow(ControlPlane controlPlane, Applied applied, Instant written)
      throws IOException, InterruptedException {
    var name = nameOf(applied.key());
    var change = applied.change().name().toLowerCase(Locale.ROOT);
    if (applied.change() == UNCHANGED || !KINDS_OF_PROXIES.contains(applied.key().kind())) {
      say("%s %s".formatted(name, change));
      return Outcome.of(applied, null, null);
    }
    var answer =
        controlPlane.applied(applied.file(), applied.sha256(), Duration.ofSeconds(timeoutSeconds));
    answer.problems().forEach(problem -> complain("%s refused: %s".formatted(name, problem)));
    answer.nacks().forEach(nack -> complain("%s refused by proxy %s".formatted(name, nack)));
    long millis = answer.since(written).toMillis();
    if (answer.inEffect()) {
      say(
          "%s %s, in effect at %d %s %d ms after it was written"
              .formatted(
                  name,
                  change,
                  answer.proxies(),
                  answer.proxies() == 1 ? "proxy" : "proxies",
                  millis));
    } else if (answer.problems().isEmpty() && answer.nacks().isEmpty()) {
      complain(
          "%s %s, but %s after %d s; see ./meshctl status"
              .formatted(
                  name,
                  change,
                  answer.taken()
                      ? "not all proxies have answered"
                      : "the control plane did not see it",
                  timeoutSeconds));
    }
    warnOfRoute(controlPlane, applied.key());
    return Outcome.of(applied, answer, answer.inEffect() ? millis : null);
  }

  private void warnOfRoute(ControlPlane controlPlane, ObjectKey key)
      throws IOException, InterruptedException {
    for (RouteStatus route : controlPlane.routes()) {
      if (route.isAbout(key.kind(), key.namespace(), key.name()) && !route.message().isEmpty()) {
        var errors = context.errors();
        errors.println(
            "%s %s: %s"
                .formatted(errors.paint(Colour.YELLOW, "warning:"), nameOf(key), route.message()));
      }
    }
  }

  private void say(String line) {
    (output.isJson() ? context.errors() : context.output()).println(line);
  }

  private void complain(String what) {
    context.errors().println(context.errors().paint(Colour.RED, "meshctl: ") + what);
  }

  private static String nameOf(ObjectKey key) {
    var name = key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
    return "%s %s".formatted(key.kind().toLowerCase(Locale.ROOT), name);
  }
}
