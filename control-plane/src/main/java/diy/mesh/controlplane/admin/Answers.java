package diy.mesh.controlplane.admin;

import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.controlplane.status.RouteVerdict;
import diy.mesh.controlplane.stream.Applied;
import diy.mesh.controlplane.stream.ProxyView;
import diy.mesh.model.route.Origin;
import diy.mesh.resources.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JSON of the admin API: a record for each object in it, with the fields' names and order. */
final class Answers {

  private Answers() {}

  record Routes(List<Route> routes) {}

  record Route(
      String kind,
      String resource,
      String origin,
      String service,
      List<Backend> backends,
      boolean accepted,
      boolean resolved,
      String message) {}

  record Backend(String service, int weight) {}

  record Proxies(List<Proxy> proxies) {}

  record Proxy(String namespace, String pod, List<HeldTarget> targets) {}

  record HeldTarget(String address, String version, boolean acked, @Nullable String nack) {}

  record Sources(List<Source> files) {}

  record Source(String file, String sha256, List<SourceProblem> problems) {}

  record SourceProblem(String file, int line, String message) {}

  record Progress(
      boolean taken,
      boolean converged,
      List<SourceProblem> problems,
      int proxies,
      long ackedAtMicros,
      List<String> nacks) {}

  record Version(String version, String jdk) {}

  record Failure(String error) {}

  static Routes routes(List<RouteVerdict> verdicts) {
    return new Routes(verdicts.stream().map(Answers::route).toList());
  }

  static Proxies proxies(List<ProxyView> proxies) {
    return new Proxies(proxies.stream().map(Answers::proxy).toList());
  }

  static Sources sources(List<SourceFile> files) {
    return new Sources(
        files.stream()
            .map(file -> new Source(file.name(), file.sha256(), problems(file.problems())))
            .toList());
  }

  static Progress progress(Applied applied) {
    long ackedAtMicros =
        applied.lastAck().map(ack -> ChronoUnit.MICROS.between(Instant.EPOCH, ack)).orElse(0L);
    return new Progress(
        applied.taken(),
        applied.converged(),
        problems(applied.problems()),
        applied.proxies(),
        ackedAtMicros,
        applied.nacks());
  }

  private static Route route(RouteVerdict verdict) {
    return new Route(
        verdict.origin().kind(),
        verdict.origin().resource(),
        place(verdict.origin()),
        verdict.route().map(Answers::services).orElse(""),
        verdict.route().map(Answers::backends).orElse(List.of()),
        verdict.accepted().holds(),
        verdict.resolved().holds(),
        verdict.message());
  }

  private static String services(diy.mesh.resources.Route route) {
    return route.parents().stream()
        .map(parent -> parent.service().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static List<Backend> backends(diy.mesh.resources.Route route) {
    return route.rules().stream()
        .flatMap(rule -> rule.backends().stream())
        .map(backend -> new Backend(backend.toString(), backend.weight()))
        .toList();
  }

  static String place(Origin origin) {
    return switch (origin) {
      case Origin.InFile in -> in.file() + ":" + in.line();
      case Origin.InCluster in -> "generation " + in.generation();
    };
  }

  private static Proxy proxy(ProxyView proxy) {
    return new Proxy(
        proxy.namespace(),
        proxy.pod(),
        proxy.targets().stream()
            .map(
                target ->
                    new HeldTarget(
                        target.address().toString(),
                        target.version(),
                        target.acked(),
                        target.nack().orElse(null)))
            .toList());
  }

  private static List<SourceProblem> problems(List<Problem> problems) {
    return problems.stream().map(p -> new SourceProblem(p.file(), p.line(), p.message())).toList();
  }
}
