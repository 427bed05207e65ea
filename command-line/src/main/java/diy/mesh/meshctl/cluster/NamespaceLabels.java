package diy.mesh.meshctl.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The labels of namespaces in a cluster; each is asked for once. Not for several threads. */
public final class NamespaceLabels {

  private static final String LABELS =
      "go-template={{range $name, $value := .metadata.labels}}"
          + "{{$name}}={{$value}}{{\"\\n\"}}{{end}}";

  private final Kubectl kubectl;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  public NamespaceLabels(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /** Empty where there is no such namespace, or it may not be seen. */
  public Map<String, String> of(String namespace) throws IOException, InterruptedException {
    var labels = known.get(namespace);
    if (labels == null) {
      labels = ask(namespace);
      known.put(namespace, labels);
    }
    return labels;
  }

  private Map<String, String> ask(String namespace) throws IOException, InterruptedException {
    var said = kubectl.ask("get", "namespace", namespace, "-o", LABELS);
    var labels = new HashMap<String, String>();
    if (said.succeeded()) {
      said.text()
          .lines()
          .map(line -> line.split("=", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> labels.put(parts[0], parts[1]));
    }
    return Map.copyOf(labels);
  }
}
