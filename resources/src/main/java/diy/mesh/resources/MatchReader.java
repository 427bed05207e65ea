package diy.mesh.resources;

import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which requests a route takes. */
final class MatchReader {

  private static final Set<String> MATCH_FIELDS = Set.of("pathPrefix", "headers");
  private static final Set<String> HEADER_FIELDS = Set.of("name", "value");

  private static final Set<String> GATEWAY_MATCH_FIELDS = Set.of("path", "headers");
  private static final Set<String> GATEWAY_PATH_FIELDS = Set.of("type", "value");
  private static final Set<String> GATEWAY_HEADER_FIELDS = Set.of("type", "name", "value");

  /** RFC 9110 section 5.6.2: a token. */
  private static final Pattern HEADER_NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}");

  /** RFC 3986 section 3.3, what a request line can hold of it. */
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#]]{0,1023}");

  private MatchReader() {}

  /** The match of a CanaryRoute; every request where it has none. */
  static RequestMatch canary(Fields spec) {
    return spec.fields("match").map(MatchReader::match).orElse(RequestMatch.ANY);
  }

  private static RequestMatch match(Fields match) {
    match.only(MATCH_FIELDS);
    if (match.tree().fields().isEmpty() || match.isEmptyList("headers")) {
      match.refuse("headers", "no condition", "headers, pathPrefix or both; or no match at all");
    }
    Optional<PathMatch> prefix = path(match, "pathPrefix").map(PathMatch.Prefix::new);
    return new RequestMatch(prefix.orElse(PathMatch.any()), headers(match));
  }

  /** The matches of an HTTPRoute's rule; every request where it has none. */
  static List<RequestMatch> gateway(Fields rule) {
    var matches = new ArrayList<RequestMatch>();
    for (Fields match : rule.fieldsOfItems("matches")) {
      match.onlySupported(GATEWAY_MATCH_FIELDS);
      Optional<PathMatch> path = match.fields("path").flatMap(MatchReader::gatewayPath);
      var headers = new ArrayList<HeaderMatch>();
      for (Fields item : match.fieldsOfItems("headers")) {
        item.onlySupported(GATEWAY_HEADER_FIELDS);
        if (isOneOf(item, "type", "Exact", Set.of("Exact"))) {
          header(item).ifPresent(headers::add);
        }
      }
      matches.add(new RequestMatch(path.orElse(PathMatch.any()), headers));
    }
    return matches.isEmpty() ? List.of(RequestMatch.ANY) : matches;
  }

  private static Optional<PathMatch> gatewayPath(Fields fields) {
    fields.onlySupported(GATEWAY_PATH_FIELDS);
    if (!isOneOf(fields, "type", "PathPrefix", Set.of("Exact", "PathPrefix"))) {
      return Optional.empty();
    }
    Optional<String> value =
        fields.text("value").isEmpty() ? Optional.of("/") : path(fields, "value");
    return fields.text("type").orElse("PathPrefix").equals("Exact")
        ? value.map(PathMatch.Exact::new)
        : value.map(PathMatch.Prefix::new);
  }

  private static boolean isOneOf(Fields fields, String name, String otherwise, Set<String> known) {
    String value = fields.text(name).orElse(otherwise);
    if (!known.contains(value)) {
      fields.refuse(
          name,
          value + " is not supported yet",
          String.join(" or ", known.stream().sorted().toList()));
      return false;
    }
    return true;
  }

  /** A path that a request can have; reported where it is none. */
  static Optional<String> path(Fields fields, String name) {
    Optional<String> path = fields.text(name);
    if (path.isPresent() && !PATH.matcher(path.get()).matches()) {
      fields.refuse(name, "'" + path.get() + "'", "a path such as /beta, without ? and #");
      return Optional.empty();
    }
    return path;
  }

  private static List<HeaderMatch> headers(Fields match) {
    List<Fields> items = match.fieldsOfItems("headers");
    if (items.size() > CanaryRoute.MOST_HEADERS) {
      match.refuse("headers", items.size(), "1 to " + CanaryRoute.MOST_HEADERS);
    }
    var headers = new ArrayList<HeaderMatch>();
    var names = new HashSet<String>();
    for (Fields item : items) {
      item.only(HEADER_FIELDS);
      Optional<HeaderMatch> header = header(item);
      header.ifPresent(headers::add);
      if (header.isPresent() && !names.add(header.get().name())) {
        item.refuse("name", header.get().name() + " a second time", "once");
      }
    }
    return headers;
  }

  /** A header by name and exact value; reported where it is none. */
  static Optional<HeaderMatch> header(Fields item) {
    item.require("name", "the name of a header");
    item.require("value", "the value it must have");
    Optional<String> name = item.text("name");
    if (name.isPresent() && !HEADER_NAME.matcher(name.get()).matches()) {
      item.refuse("name", "'" + name.get() + "'", "the name of a header, such as x-tester");
      return Optional.empty();
    }
    Optional<String> value = item.text("value");
    return name.flatMap(text -> value.map(wanted -> new HeaderMatch(text, wanted)));
  }
}
