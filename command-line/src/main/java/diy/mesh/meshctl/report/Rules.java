package diy.mesh.meshctl.report;

import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.meshctl.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What decides, Service by Service.
 *
 * @param rules in force
 * @param remarks on routes: those that are not in force, or lead nowhere in part
 */
public record Rules(List<Rule> rules, List<Remark> remarks) implements Report {

  /**
   * A port of a Service.
   *
   * @param kind {@code Service} where no route is in force
   * @param origin file and line
   * @param match which requests it takes
   * @param proxies those that hold it
   */
  public record Rule(
      String service,
      String address,
      String kind,
      String resource,
      String origin,
      String match,
      List<TargetStatus.Share> backends,
      List<At> proxies) {}

  /**
   * A proxy that holds a rule.
   *
   * @param pod {@code namespace/pod}
   * @param state {@code acked}, {@code refused}, {@code pending}
   * @param reason why it is refused; null where it is not
   */
  public record At(String pod, String state, @Nullable String reason) {}

  /** What is wrong with a route. */
  public record Remark(
      String kind,
      String resource,
      String origin,
      String service,
      boolean accepted,
      boolean resolved,
      String message) {}

  public Rules {
    rules = List.copyOf(rules);
    remarks = List.copyOf(remarks);
  }

  /**
   * Joins what the control plane says of targets, routes and proxies.
   *
   * @param service with or without its namespace; empty for all
   * @throws Failure if there is none of that name; it says which there are
   */
  public static Rules of(
      List<TargetStatus> targets,
      List<RouteStatus> routes,
      List<ProxyStatus> proxies,
      Place place,
      String service) {
    var rules =
        targets.stream()
            .filter(target -> isNamed(target.service(), service))
            .map(target -> rule(target, proxies, place))
            .toList();
    var remarks =
        routes.stream()
            .filter(route -> isNamed(route.service(), service) && !route.message().isEmpty())
            .map(route -> remark(route, place))
            .toList();
    if (rules.isEmpty() && remarks.isEmpty() && !service.isEmpty()) {
      throw new Failure(
          "service %s: none of that name (there are: %s)"
              .formatted(
                  service,
                  targets.stream()
                      .map(TargetStatus::service)
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    return new Rules(rules, remarks);
  }

  private static boolean isNamed(String service, String name) {
    return name.isEmpty() || service.equals(name) || service.endsWith("/" + name);
  }

  private static Rule rule(TargetStatus target, List<ProxyStatus> proxies, Place place) {
    var at = new ArrayList<At>();
    for (ProxyStatus proxy : proxies) {
      for (ProxyStatus.Held held : proxy.targets()) {
        if (held.address().equals(target.address())) {
          at.add(new At(proxy.name(), state(held, target), held.nack()));
        }
      }
    }
    return new Rule(
        target.service(),
        target.address(),
        target.kind(),
        target.resource(),
        place.of(target.origin()),
        target.match(),
        target.backends(),
        List.copyOf(at));
  }

  private static String state(ProxyStatus.Held held, TargetStatus target) {
    if (held.nack() != null) {
      return "refused";
    }
    return held.acked() && held.version().equals(target.version()) ? "acked" : "pending";
  }

  private static Remark remark(RouteStatus route, Place place) {
    return new Remark(
        route.kind(),
        route.resource(),
        place.of(route.origin()),
        route.service(),
        route.accepted(),
        route.resolved(),
        route.message());
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    for (Rule rule : rules) {
      lines.add("%s at %s".formatted(rule.service(), rule.address()));
      lines.add(
          rule.kind().equals("Service")
              ? "  rule     none: all of it to its own endpoints"
              : "  rule     %s %s, %s".formatted(rule.kind(), rule.resource(), rule.origin()));
      lines.add("  takes    " + rule.match());
      int total = rule.backends().stream().mapToInt(TargetStatus.Share::weight).sum();
      rule.backends().forEach(share -> lines.add("  weight   " + text(share, total)));
      lines.add("  proxies  " + proxies(rule.proxies()));
    }
    for (Remark remark : remarks) {
      lines.add(
          "%s %s, %s, %s: %s"
              .formatted(
                  remark.kind(),
                  remark.resource(),
                  remark.origin(),
                  remark.accepted() ? "in force" : "not accepted",
                  remark.message()));
    }
    return lines.isEmpty() ? List.of("no Services") : lines;
  }

  private static String text(TargetStatus.Share share, int total) {
    String leads =
        share.unresolved() != null
            ? share.unresolved()
            : share.endpoints() == 1 ? "1 endpoint" : "%d endpoints".formatted(share.endpoints());
    return "%d of %d to %s, %s".formatted(share.weight(), total, share.service(), leads);
  }

  private static String proxies(List<At> proxies) {
    return proxies.isEmpty()
        ? "none has asked for it yet"
        : proxies.stream().map(Rules::text).collect(Collectors.joining(", "));
  }

  private static String text(At at) {
    return at.reason() == null
        ? "%s %s".formatted(at.pod(), at.state())
        : "%s %s (%s)".formatted(at.pod(), at.state(), at.reason());
  }
}
