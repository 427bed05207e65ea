package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.resources.yaml.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads resources from trees, wherever these are from.
 *
 * <p>A resource with any problem is not given out at all: what was good before goes on serving.
 */
public final class ResourceReader {

  private static final String DEFAULT_NAMESPACE = "default";

  /** A kustomization.yaml lies beside resources, and is for kubectl alone: nothing to read. */
  private static final String KUSTOMIZE = "kustomize.config.k8s.io";

  /** RFC 1123: what Kubernetes calls a DNS label, and a DNS subdomain made of labels. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Pattern SUBDOMAIN =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");

  /** What every resource may have; {@code status} is not ours to judge. */
  private static final Set<String> METADATA_FIELDS =
      Set.of(
          "annotations",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "managedFields",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");

  private ResourceReader() {}

  /**
   * What a tree was read as.
   *
   * @param resource empty where there are problems
   */
  public record Outcome(Optional<Resource> resource, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /** Reads one resource. Never throws for what the tree says: that is a problem. */
  public static Outcome read(Tree tree, Place place) {
    var problems = new Problems(place.file());
    Optional<Resource> resource = Optional.empty();
    if (tree instanceof Tree.Mapping mapping) {
      resource = read(new Fields(mapping, "", problems), place, problems);
    } else {
      problems.add(tree.line(), "resource: no mapping (expected: apiVersion, kind, metadata, ...)");
    }
    return new Outcome(problems.count() == 0 ? resource : Optional.empty(), problems.found());
  }

  /** The API group that an {@code apiVersion} names; empty for the core group. */
  static String group(String apiVersion) {
    return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
  }

  /** Whether Kubernetes takes this as the name of a Service or a namespace. */
  static boolean isLabel(String name) {
    return LABEL.matcher(name).matches();
  }

  private static Optional<Resource> read(Fields root, Place place, Problems problems) {
    root.require("apiVersion", "such as v1 or " + CanaryRoute.API_VERSION);
    root.require("kind", "such as Service or CanaryRoute");
    String apiVersion = root.text("apiVersion").orElse("");
    String kind = root.text("kind").orElse("");
    if (group(apiVersion).equals(KUSTOMIZE)) {
      return Optional.empty();
    }
    root.require("metadata", "a mapping with a name");
    if (problems.count() > 0 || !versionIsRead(root, apiVersion, kind)) {
      return Optional.empty();
    }
    boolean ours = isRead(group(apiVersion), kind);
    Optional<Metadata> metadata =
        root.fields("metadata").flatMap(fields -> metadata(fields, kind, ours));
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    var header = new Header(origin(root, place, kind, metadata.get()), metadata.get());
    if (!ours) {
      return Optional.of(
          new OtherResource(header.origin(), header.metadata(), apiVersion, root.tree()));
    }
    return switch (kind) {
      case Service.KIND -> ServiceReader.read(root, header);
      case EndpointSlice.KIND -> EndpointSliceReader.read(root, header);
      case CanaryRoute.KIND -> {
        root.fields("metadata").ifPresent(fields -> fields.only(METADATA_FIELDS));
        yield CanaryRouteReader.read(root, header);
      }
      case HttpRoute.KIND -> HttpRouteReader.read(root, header);
      default -> throw new AssertionError("a kind that is read, and has no reader: " + kind);
    };
  }

  private static boolean isRead(String group, String kind) {
    return switch (kind) {
      case Service.KIND -> group.isEmpty();
      case EndpointSlice.KIND -> group.equals(EndpointSlice.GROUP);
      case CanaryRoute.KIND -> group.equals(CanaryRoute.GROUP);
      case HttpRoute.KIND -> group.equals(HttpRoute.GROUP);
      default -> false;
    };
  }

  /** A version we cannot read must not look as if nobody cared for it. */
  private static boolean versionIsRead(Fields root, String apiVersion, String kind) {
    String group = group(apiVersion);
    if (group.equals(CanaryRoute.GROUP) && !kind.equals(CanaryRoute.KIND)) {
      root.refuse("kind", kind, CanaryRoute.KIND);
      return false;
    }
    if (kind.equals("List") && group.isEmpty()) {
      root.refuse("kind", kind, "the listed resources as documents of their own, separated by ---");
      return false;
    }
    if (!isRead(group, kind)) {
      return true;
    }
    String expected =
        switch (kind) {
          case CanaryRoute.KIND -> CanaryRoute.API_VERSION;
          case HttpRoute.KIND -> HttpRoute.API_VERSION;
          case EndpointSlice.KIND -> EndpointSlice.GROUP + "/v1";
          default -> "v1";
        };
    if (!apiVersion.equals(expected)) {
      root.refuse("apiVersion", apiVersion, expected);
      return false;
    }
    return true;
  }

  private static Optional<Metadata> metadata(Fields fields, String kind, boolean ours) {
    fields.require("name", "the name of this " + kind);
    String namespace = fields.text("namespace").orElse(DEFAULT_NAMESPACE);
    if (!isLabel(namespace)) {
      fields.refuse("namespace", "'" + namespace + "'", "lower-case letters, digits and dashes");
    }
    Optional<String> name = fields.text("name");
    if (name.isPresent() && !nameIsAllowed(name.get(), ours)) {
      fields.refuse(
          "name",
          "'" + name.get() + "'",
          ours ? "lower-case letters, digits, dashes and dots" : "no slash and no percent sign");
    }
    return name.map(
        text ->
            new Metadata(
                namespace,
                text,
                fields.textsByName("labels"),
                fields.textsByName("annotations"),
                fields.instant("creationTimestamp")));
  }

  private static boolean nameIsAllowed(String name, boolean ours) {
    if (ours) {
      return SUBDOMAIN.matcher(name).matches();
    }
    return !name.isEmpty()
        && !Set.of(".", "..").contains(name)
        && name.chars().noneMatch(c -> c == '/' || c == '%' || Character.isISOControl(c));
  }

  private static Origin origin(Fields root, Place place, String kind, Metadata metadata) {
    long generation =
        root.fields("metadata").flatMap(fields -> fields.wholeOfAnySize("generation")).orElse(0L);
    String resource = metadata.namespace() + "/" + metadata.name();
    return place.origin(kind, resource, root.line(), generation);
  }

  /** What the readers of all kinds begin with. */
  record Header(Origin origin, Metadata metadata) {}
}
