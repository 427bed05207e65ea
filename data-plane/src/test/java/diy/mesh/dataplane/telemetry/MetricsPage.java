package diy.mesh.dataplane.telemetry;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code docs/metrics.md}, made from {@link MetricFamily}. */
final class MetricsPage {

  private static final String HEAD =
      """
      # The proxy's metrics

      Made from `MetricFamily`; do not edit. To write it anew:

      ```sh
      mvn -pl data-plane -am test -Dtest=MetricsPageTest -Dpage=write \\
          -Dsurefire.failIfNoSpecifiedTests=false
      ```

      Each proxy serves them on port 15020 of its pod, path `/metrics`, in Prometheus' text \
      format 0.0.4.

      | metric | type | labels | meaning |
      |---|---|---|---|
      """;

  private static final String TAIL =
      """

      ## Labels

      | label | values |
      |---|---|
      | `direction` | `inbound`: to the pod's own app; `outbound`: from it |
      | `route` | the rule's kind and name, as `CanaryRoute demo/app-b`; `Service demo/app-b` for \
      a Service \
      without a route; `inbound`; `passthrough`: nothing of the mesh's; `unread`: refused before \
      a rule was \
      asked; `other`: beyond `MESH_METRIC_SERIES` (default 500) |
      | `backend` | the Service that the weights chose, as `demo/app-b2`; empty where nobody was |
      | `status` | the class of the status the client got, `2xx`; `none`: it left before there \
      was one |
      | `reason` | empty: all went well; a refusal's reason, as in the header `mesh-refusal`; \
      `client-gone`: \
      the client left before its response was complete; `response-cut`: the response broke off \
      behind its head; `proxy-stopped`: the proxy's end came first |
      | `le` | seconds: BOUNDS |

      Counters live as long as the process: a change of weights or endpoints resets none.
      """;

  private MetricsPage() {}

  static String render() {
    var page = new StringBuilder(HEAD);
    for (MetricFamily family : MetricFamily.values()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  family.fullName(),
                  family.type().keyword(),
                  labels(family.labels()),
                  family.help()));
    }
    return page.append(TAIL.replace("BOUNDS", bounds())).toString();
  }

  private static String labels(List<String> labels) {
    return labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
  }

  private static String bounds() {
    return IntStream.range(0, RequestCells.BUCKETS)
        .mapToObj(Exposition::bound)
        .collect(Collectors.joining(", "));
  }
}
