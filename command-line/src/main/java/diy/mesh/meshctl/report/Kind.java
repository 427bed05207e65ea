package diy.mesh.meshctl.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code meshctl get} lists. */
public enum Kind {
  PODS("pod po", "POD|ADDRESS|SIDECAR|READY|"),
  SERVICES("service svc", "SERVICE|ADDRESS|PORTS"),
  ROUTES("route canaryroutes canaryroute", "ROUTE|SERVICE|ACCEPTED|RESOLVED|WRITTEN IN|"),
  ENDPOINTS(
      "endpoint endpointslices endpointslice ep",
      "SERVICE|ENDPOINT|READY|SERVING|TERMINATING|WORKLOAD"),
  DEPLOYMENTS("deployment deploy", "DEPLOYMENT|READY"),
  PROXIES("proxy", "PROXY|CONNECTED|TARGETS|ACKED|REFUSED");

  private final String aliases;
  private final String headings;

  Kind(String aliases, String headings) {
    this.aliases = aliases;
    this.headings = headings;
  }

  /** In small letters, in the plural. */
  public String plural() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> headings() {
    return List.of(headings.split("\\|", -1));
  }

  /** By plural, singular or a usual abbreviation, in letters of any size. */
  public static Optional<Kind> named(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(
            kind -> kind.plural().equals(small) || List.of(kind.aliases.split(" ")).contains(small))
        .findFirst();
  }

  /** All plurals, for people to read. */
  public static String all() {
    return Stream.of(values()).map(Kind::plural).collect(Collectors.joining(", "));
  }
}
