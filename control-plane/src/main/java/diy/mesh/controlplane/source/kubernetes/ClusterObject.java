package diy.mesh.controlplane.source.kubernetes;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.resources.Place;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.yaml.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an object of the cluster means: read as one in a file is. Pure. */
final class ClusterObject {

  private ClusterObject() {}

  /** What has become of the resource, now that it says this. */
  static ResourceEvent read(WatchedKind kind, GenericKubernetesResource object) {
    Tree tree = tree(kind, object);
    var outcome = ResourceReader.read(tree, new Place.InCluster());
    return outcome
        .resource()
        .<ResourceEvent>map(ResourceEvent.Applied::new)
        .orElseGet(
            () ->
                new ResourceEvent.Refused(
                    kind.key(object.getMetadata()),
                    generation(object.getMetadata()),
                    outcome.problems()));
  }

  /** An item of a list says neither its version nor its kind. */
  private static Tree tree(WatchedKind kind, GenericKubernetesResource object) {
    var plain = new LinkedHashMap<String, @Nullable Object>(object.getAdditionalProperties());
    plain.put("apiVersion", kind.apiVersion());
    plain.put("kind", kind.kind());
    plain.put("metadata", metadata(object.getMetadata()));
    return Tree.ofPlain(plain);
  }

  private static Map<String, @Nullable Object> metadata(ObjectMeta metadata) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    plain.put("namespace", metadata.getNamespace());
    plain.put("name", metadata.getName());
    plain.put("labels", metadata.getLabels());
    plain.put("annotations", metadata.getAnnotations());
    plain.put("creationTimestamp", metadata.getCreationTimestamp());
    plain.put("generation", metadata.getGeneration());
    return plain;
  }

  private static long generation(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getGeneration(), 0L);
  }
}
