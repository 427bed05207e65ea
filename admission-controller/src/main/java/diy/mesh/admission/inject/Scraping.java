package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.node.TextNode;
import diy.mesh.model.workload.ProxyPorts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The annotations by which many a Prometheus finds what to read. A pod has one place for them: an
 * app that has metrics of its own keeps it.
 */
final class Scraping {

  private static final String PREFIX = "prometheus.io/";

  private Scraping() {}

  static void addTo(PatchDraft draft, Pod pod) {
    for (var name : (Iterable<String>) pod.annotations()::fieldNames) {
      if (name.startsWith(PREFIX)) {
        return;
      }
    }
    wanted()
        .forEach(
            (name, value) ->
                draft.put("/metadata/annotations", PREFIX + name, TextNode.valueOf(value)));
  }

  private static Map<String, String> wanted() {
    var wanted = new LinkedHashMap<String, String>();
    wanted.put("scrape", "true");
    wanted.put("port", Integer.toString(ProxyPorts.ADMIN));
    wanted.put("path", "/metrics");
    return wanted;
  }
}
