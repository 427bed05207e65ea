package diy.mesh.controlplane.status;

import diy.mesh.controlplane.source.ResourceEvent.Refused;
import diy.mesh.controlplane.state.AttachedRule;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Origin;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a route fares.
 *
 * @param origin of what it says now, even where that is refused
 * @param route what is in force of it; empty where nothing it ever said could be used
 * @param accepted it decides requests; not so where an older route decides all of them
 * @param resolved everything it names leads somewhere
 */
public record RouteVerdict(
    ResourceKey key, Origin origin, Optional<Route> route, Verdict accepted, Verdict resolved) {

  /** The verdicts on all routes: by the Service they are for, then those that never were good. */
  public static List<RouteVerdict> of(MeshState state) {
    var neverGood =
        state
            .refused()
            .filter(refused -> state.route(refused.key()).isEmpty())
            .map(refused -> refusal(refused, Optional.empty(), Verdict.good("Unknown")));
    return Stream.concat(state.routes().map(route -> of(state, route)), neverGood).toList();
  }

  /** What is wrong and what would help, as one line; empty where all is well. */
  public String message() {
    return Stream.of(accepted, resolved)
        .map(Verdict::message)
        .filter(message -> !message.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static RouteVerdict of(MeshState state, Route route) {
    Verdict resolved = References.of(state, route);
    return state
        .refused(route.key())
        .map(refused -> refusal(refused, Optional.of(route), resolved))
        .orElseGet(
            () ->
                new RouteVerdict(
                    route.key(),
                    route.origin(),
                    Optional.of(route),
                    accepted(state, route),
                    resolved));
  }

  private static RouteVerdict refusal(Refused refused, Optional<Route> inForce, Verdict resolved) {
    ResourceKey key = refused.key();
    String problems =
        refused.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
    String meanwhile =
        inForce
            .map(Resource::origin)
            .map(origin -> "; meanwhile what it said before is in force: " + origin)
            .orElse("");
    return new RouteVerdict(
        key,
        new Origin.InCluster(key.kind(), key.namespace() + "/" + key.name(), refused.generation()),
        inForce,
        Verdict.bad(reason(key), problems + meanwhile),
        resolved);
  }

  /** The Gateway API has a word of its own for it. */
  private static String reason(ResourceKey key) {
    return key.group().equals(HttpRoute.GROUP) ? "UnsupportedValue" : "Invalid";
  }

  private static Verdict accepted(MeshState state, Route route) {
    boolean decides = false;
    Set<Route> older = new LinkedHashSet<>();
    for (Route.Parent parent : route.parents()) {
      for (AttachedRule attached : AttachedRule.of(state, parent.service(), parent.port())) {
        if (attached.route().equals(route)) {
          decides |= !attached.matches().isEmpty();
          attached.losses().stream().filter(other -> !other.equals(route)).forEach(older::add);
        }
      }
    }
    var remarks = new ArrayList<String>();
    for (Route other : older) {
      remarks.add(
          "conflicts with %s, which is older; %s"
              .formatted(
                  other.origin(), decides ? "it decides what both match" : "remove one of them"));
    }
    if (route.rules().stream().allMatch(RouteVerdict::hasNoWeight)) {
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
