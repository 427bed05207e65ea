package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.client.AdminPort;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.KeepAliveClient;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.time.Duration;

/**
 * The admin ports of a cluster's mesh, reached through the API server: whoever asks needs the right
 * to {@code get} the resource {@code pods/proxy}, and no way into the pods' network.
 */
public final class ClusterPorts {

  /** Where the mesh itself is. */
  public static final String NAMESPACE = "diy-mesh";

  private static final String READY =
      "jsonpath={range .items[?(@.status.containerStatuses[0].ready==true)]}"
          + "{.metadata.name}{\"\\n\"}{end}";

  private final Kubectl kubectl;

  public ClusterPorts(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /**
   * The control plane, all of its replicas that are ready.
   *
   * @throws Failure if there is none
   */
  public ControlPlane controlPlane() throws IOException, InterruptedException {
    var pods =
        kubectl
            .run(
                "get",
                "pods",
                "-n",
                NAMESPACE,
                "-l",
                "app.kubernetes.io/name=control-plane",
                "-o",
                READY)
            .lines()
            .toList();
    if (pods.isEmpty()) {
      throw new Failure(
          "no pod of the control plane is ready; see: kubectl get pods -n %s (not installed yet?"
                  .formatted(NAMESPACE)
              + " ./meshctl install)");
    }
    return ControlPlane.at(
        pods.stream()
            .map(pod -> port(NAMESPACE, pod, ProxyPorts.CONTROL_PLANE_ADMIN, "the control plane"))
            .toList());
  }

  /** A pod's proxy. */
  public Proxy proxy(PodStatus pod) {
    String owner = "the proxy of %s/%s".formatted(pod.namespace(), pod.name());
    return Proxy.at(port(pod.namespace(), pod.name(), ProxyPorts.ADMIN, owner));
  }

  private AdminPort port(String namespace, String pod, int port, String owner) {
    String base = "/api/v1/namespaces/%s/pods/%s:%d/proxy".formatted(namespace, pod, port);
    return new AdminPort((path, timeout) -> get(base + path, timeout), owner);
  }

  /** What is not answered with success kubectl tells in its own words. */
  private KeepAliveClient.Answer get(String path, Duration timeout)
      throws IOException, InterruptedException {
    var said =
        kubectl.ask("get", "--raw", path, "--request-timeout=%ds".formatted(timeout.toSeconds()));
    if (!said.succeeded()) {
      throw new IOException(said.text());
    }
    return new KeepAliveClient.Answer(200, said.text());
  }
}
