package diy.mesh.meshctl.report;

import static diy.mesh.meshctl.report.Finding.well;
import static diy.mesh.meshctl.report.Finding.wrong;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.meshctl.client.SourceStatus;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.standalone.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the parts of a mesh say of themselves, and what follows from it. Pure. */
public final class Symptoms {

  private Symptoms() {}

  /** What a control plane says. */
  public record ControlPlane(
      List<SourceStatus> sources,
      List<RouteStatus> routes,
      List<TargetStatus> targets,
      List<ProxyStatus> proxies) {
    public ControlPlane {
      sources = List.copyOf(sources);
      routes = List.copyOf(routes);
      targets = List.copyOf(targets);
      proxies = List.copyOf(proxies);
    }
  }

  /** Pods that are not ready. */
  public static List<Finding> ofPods(List<PodStatus> pods) {
    var findings = new ArrayList<Finding>();
    for (PodStatus pod : pods) {
      if (!pod.ready()) {
        findings.add(
            wrong(
                "pod %s is not ready: %s".formatted(name(pod), pod.message()),
                "look into its log: ./meshctl logs " + pod.name()));
      }
    }
    return findings.isEmpty()
        ? List.of(well("%d pods, all ready".formatted(pods.size())))
        : findings;
  }

  /**
   * Objects that are refused or lead nowhere.
   *
   * @param applying how one is brought up to date: {@code kubectl apply -f it}
   */
  public static List<Finding> ofObjects(ControlPlane says, Place place, String applying) {
    var findings = new ArrayList<Finding>();
    for (SourceStatus file : says.sources()) {
      for (SourceStatus.Complaint problem : file.problems()) {
        var origin = place.of("%s:%d".formatted(problem.file(), problem.line()));
        findings.add(
            wrong(
                "%s: %s".formatted(origin, problem.message()),
                "mend it and %s; until then its last good content serves".formatted(applying)));
      }
    }
    for (RouteStatus route : says.routes()) {
      if (!route.message().isEmpty()) {
        findings.add(
            wrong(
                "%s %s, %s, is %s: %s"
                    .formatted(
                        route.kind(),
                        route.resource(),
                        place.of(route.origin()),
                        route.accepted() ? "in force, but" : "not accepted",
                        route.message()),
                "mend it and " + applying));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          well(
              says.sources().isEmpty()
                  ? "%d routes, all accepted".formatted(says.routes().size())
                  : "%d files and %d routes, all accepted"
                      .formatted(says.sources().size(), says.routes().size())));
    }
    findings.addAll(withoutEndpoints(says.targets()));
    return findings;
  }

  private static List<Finding> withoutEndpoints(List<TargetStatus> targets) {
    return targets.stream()
        .flatMap(
            target ->
                target.backends().stream()
                    .filter(share -> share.weight() > 0 && share.unresolved() == null)
                    .filter(share -> share.endpoints() == 0)
                    .map(TargetStatus.Share::service))
        .distinct()
        .map(
            service ->
                wrong(
                    "no endpoint of %s takes traffic".formatted(service),
                    "check its selector and its pods: ./meshctl endpoints " + service))
        .toList();
  }

  /**
   * Proxies that are not there, not connected, or behind.
   *
   * @param configs what proxies say, by {@code namespace/pod}: empty where one does not answer,
   *     none where one was not asked because the control plane knows
   */
  public static List<Finding> ofProxies(
      List<PodStatus> pods, List<ProxyStatus> connected, Map<String, Optional<Config>> configs) {
    var findings = new ArrayList<Finding>();
    var injected = pods.stream().filter(PodStatus::injected).toList();
    for (PodStatus pod : injected) {
      var log = "look into its log: ./meshctl logs %s -c mesh-proxy".formatted(pod.name());
      var status = connected.stream().filter(each -> each.name().equals(name(pod))).findFirst();
      if (configs.containsKey(name(pod))) {
        var config = configs.getOrDefault(name(pod), Optional.empty());
        if (config.isEmpty()) {
          findings.add(wrong("the proxy of %s does not answer".formatted(name(pod)), log));
        } else if (!config.get().stream().up() || status.isEmpty()) {
          findings.add(stale(pod, config.get().stream()));
        }
        config.ifPresent(found -> findings.addAll(rejected(pod, found)));
      } else {
        status.ifPresent(found -> findings.addAll(refused(pod, found)));
      }
      status.ifPresent(found -> findings.addAll(unanswered(pod, found)));
    }
    return findings.isEmpty()
        ? List.of(
            well(
                "%d proxies, all connected, with the newest of all they hold"
                    .formatted(injected.size())))
        : findings;
  }

  private static Finding stale(PodStatus pod, Config.Stream stream) {
    return wrong(
        "the proxy of %s is not connected, its config is up to %d s old: %s"
            .formatted(name(pod), stream.configAgeSeconds(), stream.problem()),
        "it serves what it has; look into the control plane's log, see ./meshctl check");
  }

  private static List<Finding> rejected(PodStatus pod, Config config) {
    var findings = new ArrayList<Finding>();
    for (Config.Target target : config.targets()) {
      var rejection = target.rejected();
      if (rejection != null) {
        findings.add(refusal(pod, target.address(), rejection.version(), rejection.reason()));
      }
    }
    return findings;
  }

  private static List<Finding> refused(PodStatus pod, ProxyStatus status) {
    var findings = new ArrayList<Finding>();
    for (ProxyStatus.Held held : status.targets()) {
      var reason = held.nack();
      if (reason != null) {
        findings.add(refusal(pod, held.address(), held.version(), reason));
      }
    }
    return findings;
  }

  private static Finding refusal(PodStatus pod, String address, String version, String reason) {
    return wrong(
        "the proxy of %s refuses version %s of %s: %s"
            .formatted(name(pod), version, address, reason),
        "the version before serves; control plane and proxy may be of different builds:"
            + " ./meshctl version");
  }

  private static List<Finding> unanswered(PodStatus pod, ProxyStatus status) {
    long pending =
        status.targets().stream().filter(held -> !held.acked() && held.nack() == null).count();
    return pending == 0
        ? List.of()
        : List.of(
            wrong(
                "the proxy of %s has not answered the newest version of %d addresses"
                    .formatted(name(pod), pending),
                "ask again in a moment: ./meshctl routes"));
  }

  private static String name(PodStatus pod) {
    return pod.namespace() + "/" + pod.name();
  }
}
