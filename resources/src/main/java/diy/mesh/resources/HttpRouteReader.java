package diy.mesh.resources;

import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.ResourceReader.Header;
import diy.mesh.resources.Route.Parent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code gateway.networking.k8s.io/v1 HTTPRoute}. What the mesh does not do yet is a problem,
 * by the field's name: a route that loses a part of what it says does harm.
 */
final class HttpRouteReader {

  private static final Set<String> ROOT_FIELDS =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final Set<String> PARENT_FIELDS =
      Set.of("group", "kind", "namespace", "name", "port");
  private static final Set<String> SPEC_FIELDS = Set.of("parentRefs", "rules");
  private static final Set<String> RULE_FIELDS = Set.of("name", "matches", "backendRefs");
  private static final Set<String> BACKEND_FIELDS =
      Set.of("group", "kind", "namespace", "name", "port", "weight");

  /** As the Gateway API has it. */
  private static final int MOST_RULES = 16;

  private static final int MOST_BACKENDS = 16;
  private static final int USUAL_WEIGHT = 1;

  private HttpRouteReader() {}

  static Optional<Resource> read(Fields root, Header header) {
    root.require("spec", "parentRefs and rules");
    return root.fields("spec").flatMap(spec -> route(root, spec, header));
  }

  private static Optional<Resource> route(Fields root, Fields spec, Header header) {
    List<Fields> ours =
        spec.fieldsOfItems("parentRefs").stream().filter(HttpRouteReader::isService).toList();
    if (ours.isEmpty()) { // a Gateway's: whatever it says is for others
      return Optional.of(
          new OtherResource(
              header.origin(), header.metadata(), HttpRoute.API_VERSION, root.tree()));
    }
    root.only(ROOT_FIELDS);
    spec.onlySupported(SPEC_FIELDS);
    var parents = new HashSet<Parent>();
    for (Fields each : ours) {
      Optional<Parent> parent = parent(each, header.metadata());
      if (parent.isPresent() && !parents.add(parent.get())) {
        each.refuse("name", parent.get().service().name() + " a second time", "once");
      }
    }
    List<RouteRule> rules = rules(spec, header.metadata());
    return Optional.of(
        new HttpRoute(
            header.origin(),
            header.metadata(),
            parents.stream().sorted(Parent.ORDER).toList(),
            rules));
  }

  private static boolean isService(Fields parent) {
    return parent.text("kind").orElse("Gateway").equals(Service.KIND);
  }

  private static Optional<Parent> parent(Fields parent, Metadata metadata) {
    parent.onlySupported(PARENT_FIELDS);
    OptionalInt port = parent.whole("port", 1, 65_535);
    return service(parent, metadata, HttpRoute.GROUP).map(service -> new Parent(service, port));
  }

  /**
   * A reference to a Service.
   *
   * @param otherwise the group that is meant where none is said
   */
  private static Optional<ServiceName> service(Fields fields, Metadata metadata, String otherwise) {
    String kind = fields.text("kind").orElse(Service.KIND);
    String group = fields.text("group").orElse(otherwise);
    if (!kind.equals(Service.KIND) || !group.isEmpty()) {
      fields.refuse(
          kind.equals(Service.KIND) ? "group" : "kind",
          "%s of the group '%s'".formatted(kind, group),
          "kind: Service, group: \"\"");
      return Optional.empty();
    }
    String namespace = fields.text("namespace").orElse(metadata.namespace());
    if (!namespace.equals(metadata.namespace())) {
      fields.refuse("namespace", namespace, "not supported yet; the route's own or none");
      return Optional.empty();
    }
    fields.require("name", "the name of a Service");
    return fields.text("name").map(name -> new ServiceName(namespace, name));
  }

  private static List<RouteRule> rules(Fields spec, Metadata metadata) {
    spec.require("rules", "one or more, with backendRefs");
    List<Fields> items = spec.fieldsOfItems("rules");
    if (spec.isEmptyList("rules") || items.size() > MOST_RULES) {
      spec.refuse("rules", items.size(), "1 to " + MOST_RULES);
    }
    var rules = new ArrayList<RouteRule>();
    for (Fields item : items) {
      item.onlySupported(RULE_FIELDS);
      List<RequestMatch> matches = MatchReader.gateway(item);
      rules.add(new RouteRule(matches, backends(item, metadata)));
    }
    return rules;
  }

  private static List<RouteBackend> backends(Fields rule, Metadata metadata) {
    rule.require("backendRefs", "one or more Services");
    List<Fields> items = rule.fieldsOfItems("backendRefs");
    if (rule.isEmptyList("backendRefs") || items.size() > MOST_BACKENDS) {
      rule.refuse("backendRefs", items.size(), "1 to " + MOST_BACKENDS);
    }
    var backends = new ArrayList<RouteBackend>();
    var seen = new HashSet<String>();
    for (Fields item : items) {
      Optional<RouteBackend> backend = backend(item, metadata);
      backend.ifPresent(backends::add);
      if (backend.isPresent() && !seen.add(backend.get().toString())) {
        item.refuse("name", backend.get() + " a second time", "once");
      }
    }
    return backends;
  }

  private static Optional<RouteBackend> backend(Fields item, Metadata metadata) {
    item.onlySupported(BACKEND_FIELDS);
    item.require("port", "a port of the Service");
    OptionalInt port = item.whole("port", 1, 65_535);
    OptionalInt weight = item.whole("weight", 0, WeightedBackends.MAX_WEIGHT);
    return service(item, metadata, "")
        .map(service -> new RouteBackend(service, weight.orElse(USUAL_WEIGHT), port));
  }
}
