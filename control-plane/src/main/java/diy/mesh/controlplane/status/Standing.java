package diy.mesh.controlplane.status;

import diy.mesh.controlplane.state.AttachedRule;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.resources.CanaryRoute;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a route fares with one of the Services that it is for.
 *
 * @param accepted it decides requests; not so where an older route decides all of them
 * @param resolved everything it names leads somewhere
 */
record Standing(Verdict accepted, Verdict resolved) {

  static Standing of(MeshState state, Route route, Route.Parent parent) {
    Optional<String> absence = References.absence(state, parent);
    String unresolved = References.unresolved(state, route, parent);
    Verdict backends =
        unresolved.isEmpty()
            ? Verdict.good("ResolvedRefs")
            : Verdict.bad("BackendNotFound", unresolved);
    return switch (route) {
      case CanaryRoute _ ->
          new Standing(
              accepted(state, route, parent),
              absence.map(why -> Verdict.bad("ServiceNotFound", why)).orElse(backends));
      // In the Gateway API only backends are references; of a parent it says whether it matches.
      case HttpRoute _ ->
          new Standing(
              absence
                  .map(why -> Verdict.bad("NoMatchingParent", why))
                  .orElseGet(() -> accepted(state, route, parent)),
              backends);
    };
  }

  /** How it fares with all of them: some of its requests are decided, all references lead on. */
  static Standing overall(Collection<Standing> standings) {
    return new Standing(
        overall(standings, Standing::accepted, true),
        overall(standings, Standing::resolved, false));
  }

  private static Verdict overall(
      Collection<Standing> standings, Function<Standing, Verdict> verdict, boolean one) {
    var verdicts = standings.stream().map(verdict).toList();
    Verdict first =
        verdicts.stream()
            .filter(each -> each.holds() == one)
            .findFirst()
            .orElseGet(verdicts::getFirst);
    return new Verdict(
        first.holds(),
        first.reason(),
        verdicts.stream()
            .map(Verdict::message)
            .filter(message -> !message.isEmpty())
            .distinct()
            .collect(Collectors.joining("; ")));
  }

  private static Verdict accepted(MeshState state, Route route, Route.Parent parent) {
    boolean decides = false;
    Set<Route> older = new LinkedHashSet<>();
    for (AttachedRule attached : AttachedRule.of(state, parent.service(), parent.port())) {
      if (attached.route().equals(route)) {
        decides |= !attached.matches().isEmpty();
        attached.losses().stream().filter(other -> !other.equals(route)).forEach(older::add);
      }
    }
    var remarks = new ArrayList<String>();
    for (Route other : older) {
      remarks.add(
          "conflicts with %s, which is older; %s"
              .formatted(
                  other.origin(), decides ? "it decides what both match" : "remove one of them"));
    }
    if (route.rules().stream().allMatch(Standing::hasNoWeight)) {
      remarks.add("all weights are 0: every request is refused; give one backend a weight");
    }
    return new Verdict(
        decides || older.isEmpty(),
        decides || older.isEmpty() ? "Accepted" : "Conflicted",
        String.join("; ", remarks));
  }

  private static boolean hasNoWeight(RouteRule rule) {
    return rule.backends().stream().allMatch(backend -> backend.weight() == 0);
  }
}
