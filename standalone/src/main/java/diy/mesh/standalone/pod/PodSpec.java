package diy.mesh.standalone.pod;

import java.time.Duration;
import java.util.List;

/**
 * What a pod is made of.
 *
 * @param initContainers run before the others, in order; sidecars among them go on running
 * @param containers the apps: at least one
 * @param emptyDirs names of volumes that start empty and end with the pod
 * @param restartPolicy whether containers that ended start again
 * @param terminationGrace how long the apps may take to end
 * @param serviceAccount its name
 * @param hostname what the pod calls itself; empty for its name
 */
public record PodSpec(
    List<ContainerSpec> initContainers,
    List<ContainerSpec> containers,
    List<String> emptyDirs,
    RestartPolicy restartPolicy,
    Duration terminationGrace,
    String serviceAccount,
    String hostname) {

  /** When a container starts again. */
  public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER
  }

  public PodSpec {
    initContainers = List.copyOf(initContainers);
    containers = List.copyOf(containers);
    emptyDirs = List.copyOf(emptyDirs);
  }
}
