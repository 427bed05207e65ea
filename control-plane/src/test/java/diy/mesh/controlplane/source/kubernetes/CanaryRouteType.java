package diy.mesh.controlplane.source.kubernetes;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import diy.mesh.resources.CanaryRoute;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API server is told of CanaryRoutes. Its definition is generated from this; what runs
 * reads them as any other resource, so this is no part of it.
 */
@Group(CanaryRoute.GROUP)
@Version("v1alpha1")
@Kind(CanaryRoute.KIND)
@Plural("canaryroutes")
@ShortNames("canary")
@AdditionalPrinterColumn(name = "Service", jsonPath = ".spec.service")
@AdditionalPrinterColumn(name = "Weights", jsonPath = ".status.weights")
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status")
@AdditionalPrinterColumn(
    name = "Programmed",
    jsonPath = ".status.conditions[?(@.type==\"Programmed\")].status")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class CanaryRouteType
    extends CustomResource<CanaryRouteType.Spec, CanaryRouteType.Status> implements Namespaced {

  private static final String LABEL = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

  /** What its author wants. */
  public static final class Spec {

    @Required
    @Pattern(LABEL)
    @Size(max = 63)
    @JsonPropertyDescription("The Service that callers use, in the route's own namespace.")
    public @Nullable String service;

    @JsonPropertyDescription(
        "Which requests are shared by these weights; all others go by other routes, or to the"
            + " Service itself. Every request where there is no match.")
    @ValidationRule(
        value = "has(self.pathPrefix) || has(self.headers)",
        message = "say headers, pathPrefix or both, or leave match out")
    public @Nullable Match match;

    @Required
    @Size(min = 1, max = CanaryRoute.MOST_BACKENDS)
    @JsonPropertyDescription("Who gets a share of the requests.")
    @ValidationRule(
        value =
            "self.all(x, self.exists_one(y, x.service == y.service"
                + " && (has(x.port) ? x.port : 0) == (has(y.port) ? y.port : 0)))",
        message = "each backend may be named once")
    public @Nullable List<Backend> backends;
  }

  /** All of which a request must have. */
  public static final class Match {

    @Pattern("^/[!-\"$->@-~]*$")
    @Size(max = 1024)
    @JsonPropertyDescription("A path's first segments: /beta takes /beta/7, never /betamax.")
    public @Nullable String pathPrefix;

    @Size(min = 1, max = CanaryRoute.MOST_HEADERS)
    @JsonPropertyDescription("Headers, all of which a request must have.")
    @ValidationRule(
        value = "self.all(x, self.exists_one(y, x.name.lowerAscii() == y.name.lowerAscii()))",
        message = "each header may be named once, whatever its case")
    public @Nullable List<Header> headers;
  }

  /** A header by name and value. */
  public static final class Header {

    @Required
    @Pattern("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")
    @Size(min = 1, max = 256)
    @JsonPropertyDescription("Its name, in any case.")
    public @Nullable String name;

    @Required
    @Size(max = 4096)
    @JsonPropertyDescription("Its whole value, exactly.")
    public @Nullable String value;
  }

  /** Who gets a share. */
  public static final class Backend {

    @Required
    @Pattern(LABEL)
    @Size(max = 63)
    @JsonPropertyDescription("A Service in the route's own namespace.")
    public @Nullable String service;

    @Required
    @Min(0)
    @Max(1_000_000)
    @JsonPropertyDescription("Its share of the sum of all weights.")
    public @Nullable Integer weight;

    @Min(1)
    @Max(65_535)
    @JsonPropertyDescription(
        "A port of the backend; where it is left out, the one that fits the caller's port.")
    public @Nullable Integer port;
  }

  /** What the mesh has made of it. */
  public static final class Status {

    @JsonPropertyDescription("Who gets how much, as it was read last.")
    public @Nullable String weights;

    @JsonPropertyDescription("Accepted, ResolvedRefs and Programmed.")
    public @Nullable List<Condition> conditions;
  }
}
