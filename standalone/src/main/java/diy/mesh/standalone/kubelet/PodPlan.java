package diy.mesh.standalone.kubelet;

import diy.mesh.resources.ResourceKey;
import diy.mesh.standalone.network.HostsFile;
import diy.mesh.standalone.network.PodLink;
import diy.mesh.standalone.pod.PodIdentity;
import diy.mesh.standalone.pod.PodSpec;

/**
 * Everything about a pod that is decided before it starts.
 *
 * @param owner the object that wants it: a Deployment or a Pod
 * @param template tells pods of one template from those of another
 * @param injected whether it has a sidecar
 */
public record PodPlan(
    PodIdentity identity,
    PodSpec spec,
    PodLink link,
    ResourceKey owner,
    String template,
    boolean injected) {

  /** The kernel takes 64; Kubernetes cuts here, too. */
  private static final int LONGEST_HOST = 63;

  /** The file behind its {@code /etc/hosts}. */
  public HostsFile hosts() {
    String host = spec.hostname().isEmpty() ? identity.name() : spec.hostname();
    host = host.substring(0, Math.min(host.length(), LONGEST_HOST));
    return new HostsFile(link.namespace(), identity.namespace(), host, identity.address());
  }
}
