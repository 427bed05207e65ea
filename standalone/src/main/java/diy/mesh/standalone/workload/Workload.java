package diy.mesh.standalone.workload;

import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.yaml.Tree;

/**
 * Something that wants pods: a Deployment, or a Pod of its own.
 *
 * @param key which
 * @param replicas how many pods it wants; 1 for a Pod
 * @param template a pod's {@code metadata} and {@code spec}, as written
 */
public record Workload(ResourceKey key, int replicas, Tree.Mapping template) {

  /** Tells this template from others, whatever lines they were written on. */
  public String fingerprint() {
    return String.valueOf(template.toPlain());
  }

  /** Whether its pods have its own name, and are not numbered. */
  public boolean isSinglePod() {
    return key.kind().equals("Pod");
  }
}
