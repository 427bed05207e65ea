package diy.mesh.controlplane.status;

import diy.mesh.controlplane.source.ResourceEvent.Refused;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.route.Origin;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a route fares.
 *
 * @param origin of what it says now, even where that is refused
 * @param route what is in force of it; empty where nothing it ever said could be used
 * @param standings by Service; empty where what it says now is refused
 * @param overall all of it in one
 */
public record RouteVerdict(
    ResourceKey key,
    Origin origin,
    Optional<Route> route,
    Map<Route.Parent, Standing> standings,
    Standing overall) {

  public RouteVerdict {
    standings = Map.copyOf(standings);
  }

  /** The verdicts on all routes: by the Service they are for, then those that never were good. */
  public static List<RouteVerdict> of(MeshState state) {
    var neverGood =
        state
            .refused()
            .filter(refused -> state.route(refused.key()).isEmpty())
            .map(refused -> refusal(refused, Optional.empty(), new Verdict(false, "Unknown", "")));
    return Stream.concat(state.routes().map(route -> of(state, route)), neverGood).toList();
  }

  /** It decides requests; not so where an older route decides all of them. */
  public Verdict accepted() {
    return overall.accepted();
  }

  /** Everything it names leads somewhere. */
  public Verdict resolved() {
    return overall.resolved();
  }

  /** What is wrong and what would help, as one line; empty where all is well. */
  public String message() {
    return Stream.of(accepted(), resolved())
        .map(Verdict::message)
        .filter(message -> !message.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** How it fares with one of its Services; what is refused fares the same with all. */
  Standing standing(Route.Parent parent) {
    return standings.getOrDefault(parent, overall);
  }

  private static RouteVerdict of(MeshState state, Route route) {
    var standings = new LinkedHashMap<Route.Parent, Standing>();
    route.parents().forEach(parent -> standings.put(parent, Standing.of(state, route, parent)));
    Standing overall = Standing.overall(standings.values());
    return state
        .refused(route.key())
        .map(refused -> refusal(refused, Optional.of(route), overall.resolved()))
        .orElseGet(
            () ->
                new RouteVerdict(
                    route.key(), route.origin(), Optional.of(route), standings, overall));
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
        Map.of(),
        new Standing(Verdict.bad(reason(key), problems + meanwhile), resolved));
  }

  /** The Gateway API has a word of its own for it. */
  private static String reason(ResourceKey key) {
    return key.group().equals(HttpRoute.GROUP) ? "UnsupportedValue" : "Invalid";
  }
}
