package diy.mesh.admission.inject;

import diy.mesh.model.workload.ProxyPorts;
import org.jspecify.annotations.Nullable;

/**
 * What the injected containers are made of.
 *
 * @param namespace the mesh's own, whose pods are left alone
 * @param init redirects the pod's traffic, then ends
 * @param proxy carries the pod's traffic, as long as the pod lives
 * @param imagePullPolicy of both: Always, IfNotPresent or Never
 * @param controlPlane host:port of the config stream
 * @param logLevel of proxies whose pods do not say, for example {@code info}
 * @param farewellSeconds how long each container of the app goes on before it is told to end, while
 *     everybody hears that the pod takes no more requests; 0 where somebody else waits for that
 */
public record InjectionSettings(
    String namespace,
    Container init,
    Container proxy,
    String imagePullPolicy,
    String controlPlane,
    String logLevel,
    int farewellSeconds) {

  /**
   * One of our containers.
   *
   * @param name unique in the pod
   */
  public record Container(String name, String image, Resources resources) {}

  /**
   * What a container may use. There is no limit of CPU unless somebody asks for it: being throttled
   * would be felt as latency of the app.
   */
  public record Resources(Amount cpu, Amount memory) {}

  /**
   * How much of one resource, as Kubernetes quantities.
   *
   * @param limit null for none
   */
  public record Amount(String request, @Nullable String limit) {}

  /** The images as the build names them, the control plane where the manifests put it. */
  public static InjectionSettings defaults() {
    return new InjectionSettings(
        "diy-mesh",
        new Container(
            "mesh-init",
            "diy-mesh/init-container:dev",
            new Resources(new Amount("10m", null), new Amount("64Mi", "128Mi"))),
        new Container(
            "mesh-proxy",
            "diy-mesh/data-plane:dev",
            new Resources(new Amount("50m", null), new Amount("128Mi", "256Mi"))),
        "IfNotPresent",
        "control-plane.diy-mesh.svc:" + ProxyPorts.CONTROL_PLANE,
        "info",
        0);
  }
}
