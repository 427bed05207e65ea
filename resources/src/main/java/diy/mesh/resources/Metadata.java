package diy.mesh.resources;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What all resources have in common.
 *
 * @param namespace {@code default} where the resource names none
 * @param creationTimestamp when a Kubernetes API server took it in; empty for files, mostly
 */
public record Metadata(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<Instant> creationTimestamp) {

  public Metadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
