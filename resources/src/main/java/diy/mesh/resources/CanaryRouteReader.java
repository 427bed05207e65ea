package diy.mesh.resources;

import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.ResourceReader.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code mesh.diy/v1alpha1 CanaryRoute}. Strict: a field that is misspelt must not be lost.
 */
final class CanaryRouteReader {

  private static final Set<String> ROOT_FIELDS =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final Set<String> SPEC_FIELDS = Set.of("service", "match", "backends");
  private static final Set<String> BACKEND_FIELDS = Set.of("service", "weight", "port");

  private CanaryRouteReader() {}

  static Optional<Resource> read(Fields root, Header header) {
    root.only(ROOT_FIELDS);
    root.require("spec", "service and backends");
    return root.fields("spec").flatMap(spec -> route(spec, header));
  }

  private static Optional<Resource> route(Fields spec, Header header) {
    spec.only(SPEC_FIELDS);
    Optional<ServiceName> service =
        service(spec, header.metadata(), "the Service that callers use");
    RequestMatch match = MatchReader.canary(spec);
    List<RouteBackend> backends = backends(spec, header.metadata());
    return service.map(
        name -> new CanaryRoute(header.origin(), header.metadata(), name, match, backends));
  }

  private static List<RouteBackend> backends(Fields spec, Metadata metadata) {
    spec.require("backends", "a list of service and weight");
    List<Fields> items = spec.fieldsOfItems("backends");
    if (spec.isEmptyList("backends") || items.size() > CanaryRoute.MOST_BACKENDS) {
      spec.refuse("backends", items.size(), "1 to " + CanaryRoute.MOST_BACKENDS);
    }
    var backends = new ArrayList<RouteBackend>();
    var places = new HashMap<String, Integer>();
    for (Fields item : items) {
      Optional<RouteBackend> backend = backend(item, metadata);
      if (backend.isPresent()) {
        backends.add(backend.get());
        Integer before = places.putIfAbsent(backend.get().toString(), items.indexOf(item));
        if (before != null) {
          item.refuse(
              "service",
              "%s a second time".formatted(backend.get().service().name()),
              "once; the first is backends[%d]".formatted(before));
        }
      }
    }
    return backends;
  }

  private static Optional<RouteBackend> backend(Fields item, Metadata metadata) {
    item.only(BACKEND_FIELDS);
    item.require("weight", "a whole number from 0 to " + WeightedBackends.MAX_WEIGHT);
    Optional<ServiceName> service =
        service(item, metadata, "a Service in the route's own namespace");
    OptionalInt weight = item.whole("weight", 0, WeightedBackends.MAX_WEIGHT);
    OptionalInt port = item.whole("port", 1, 65_535);
    return weight.isEmpty()
        ? Optional.empty()
        : service.map(name -> new RouteBackend(name, weight.getAsInt(), port));
  }

  private static Optional<ServiceName> service(Fields fields, Metadata metadata, String expected) {
    fields.require("service", expected);
    Optional<String> name = fields.text("service");
    if (name.isPresent() && !ResourceReader.isLabel(name.get())) {
      fields.refuse("service", "'" + name.get() + "'", expected + ", by its name alone");
      return Optional.empty();
    }
    return name.map(text -> new ServiceName(metadata.namespace(), text));
  }
}
