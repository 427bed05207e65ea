package diy.mesh.admission.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.Place;
import diy.mesh.resources.Problem;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.Route;
import diy.mesh.resources.RouteBackend;
import diy.mesh.resources.yaml.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Routes that are about to be stored. What is wrong in one of ours alone is refused; what depends
 * on others is only said, since the others may come later. Of the Gateway API's routes nothing is
 * refused: what this mesh does not know, another implementation may.
 */
public final class RouteReview extends Review {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterView cluster;

  /** Reviews for all namespaces. */
  public RouteReview(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  Verdict judge(JsonNode request) throws IOException {
    Tree tree = Tree.ofPlain(JSON.convertValue(request.path("object"), Object.class));
    var outcome = ResourceReader.read(tree, new Place.InCluster());
    if (!outcome.problems().isEmpty()) {
      String problems =
          outcome.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
      return isOfGatewayApi(request)
          ? Verdict.asItIs(List.of("the mesh will not accept this route: " + problems))
          : Verdict.refused(problems);
    }
    if (!(outcome.resource().orElseThrow() instanceof Route route)) {
      return Verdict.asItIs(List.of());
    }
    var warnings = missing(route);
    warnings.addAll(rivals(route));
    return Verdict.asItIs(warnings);
  }

  /** Not refused: who moves from one route to another has both for a moment. */
  private List<String> rivals(Route route) throws IOException {
    var warnings = new ArrayList<String>();
    for (Route other : cluster.routes(route.metadata().namespace())) {
      if (!other.key().equals(route.key())) {
        for (ServiceName both : shared(route, other)) {
          warnings.add(
              "service %s: %s %s takes the same requests; the older of the two decides them:"
                      .formatted(both, other.key().kind(), other.name())
                  + " remove one, or let them match different ones");
        }
      }
    }
    return warnings;
  }

  /** For whom both want to decide some of the same requests. */
  private static List<ServiceName> shared(Route route, Route other) {
    boolean alike = matches(route).anyMatch(match -> matches(other).anyMatch(match::equals));
    return !alike
        ? List.of()
        : route.parents().stream()
            .filter(parent -> other.parents().stream().anyMatch(parent::meets))
            .map(Route.Parent::service)
            .distinct()
            .toList();
  }

  private static boolean isOfGatewayApi(JsonNode request) {
    return request.at("/object/apiVersion").asText().startsWith(HttpRoute.GROUP + "/");
  }

  private static Stream<RequestMatch> matches(Route route) {
    return route.rules().stream().flatMap(rule -> rule.matches().stream());
  }

  private List<String> missing(Route route) throws IOException {
    Set<ServiceName> named = new LinkedHashSet<>();
    route.parents().forEach(parent -> named.add(parent.service()));
    route.rules().stream()
        .flatMap(rule -> rule.backends().stream())
        .map(RouteBackend::service)
        .forEach(named::add);
    var warnings = new ArrayList<String>();
    for (ServiceName service : named) {
      if (!cluster.hasService(service)) {
        warnings.add(
            "service %s: no such Service yet; its share is refused until it is there"
                .formatted(service));
      }
    }
    return warnings;
  }
}
