package diy.mesh.meshctl.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import diy.mesh.meshctl.report.Item;
import diy.mesh.model.workload.MissedSidecar;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.Place;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.Service;
import diy.mesh.resources.yaml.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's API server knows: each method asks it anew, for all namespaces, and leaves out
 * what cannot be read.
 */
public final class ClusterObjects {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, @Nullable Object>> PLAIN =
      new TypeReference<>() {};

  private final Kubectl kubectl;

  public ClusterObjects(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /** The pods with a sidecar, and those that are to have one; none that has ended. */
  public List<ClusterPod> meshPods() throws IOException, InterruptedException {
    var labels = new HashMap<String, Map<String, String>>();
    var pods = new ArrayList<ClusterPod>();
    for (JsonNode each : items("namespaces,pods")) {
      if (each.path("kind").asText().equals("Namespace")) {
        labels.put(
            each.path("metadata").path("name").asText(),
            ClusterPod.texts(each.path("metadata").path("labels")));
      } else {
        pods.add(ClusterPod.of(each));
      }
    }
    return pods.stream().filter(pod -> isInMesh(pod, labels)).toList();
  }

  private static boolean isInMesh(ClusterPod pod, Map<String, Map<String, String>> labels) {
    var ofNamespace = labels.getOrDefault(pod.facts().namespace(), Map.of());
    return !pod.facts().ended()
        && (pod.status().injected()
            || MissedSidecar.isSo(pod.facts(), ofNamespace, ClusterPorts.NAMESPACE));
  }

  public List<Service> services() throws IOException, InterruptedException {
    return all("services", resource -> resource instanceof Service service ? service : null);
  }

  public List<EndpointSlice> slices() throws IOException, InterruptedException {
    return all(
        "endpointslices.discovery.k8s.io",
        resource -> resource instanceof EndpointSlice slice ? slice : null);
  }

  public List<Item.Deployment> deployments() throws IOException, InterruptedException {
    var deployments = new ArrayList<Item.Deployment>();
    for (JsonNode each : items("deployments.apps")) {
      deployments.add(
          new Item.Deployment(
              each.path("metadata").path("namespace").asText(),
              each.path("metadata").path("name").asText(),
              each.path("spec").path("replicas").asInt(),
              each.path("status").path("readyReplicas").asInt()));
    }
    return deployments;
  }

  private <T> List<T> all(String kind, Function<Resource, @Nullable T> cast)
      throws IOException, InterruptedException {
    var all = new ArrayList<T>();
    for (JsonNode each : items(kind)) {
      var tree = Tree.ofPlain(JSON.convertValue(each, PLAIN));
      var read = ResourceReader.read(tree, new Place.InCluster()).resource().orElse(null);
      T found = read == null ? null : cast.apply(read);
      if (found != null) {
        all.add(found);
      }
    }
    return List.copyOf(all);
  }

  private JsonNode items(String kinds) throws IOException, InterruptedException {
    String text = kubectl.run("get", kinds, "--all-namespaces", "-o", "json");
    try {
      return JSON.readTree(text).path("items");
    } catch (JsonProcessingException e) {
      throw new IOException("kubectl get %s: what it said is no JSON".formatted(kinds), e);
    }
  }
}
