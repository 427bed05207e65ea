package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.report.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong with a mesh in a cluster, and on no node. */
public final class ClusterCheck {

  private static final String READY = "jsonpath={.status.readyReplicas}/{.spec.replicas}";

  private ClusterCheck() {}

  /** Whether both planes run, and the API server asks the webhook. */
  public static List<Finding> planes(Kubectl kubectl) throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>();
    for (String plane : Installation.DEPLOYMENTS) {
      findings.add(plane(plane, kubectl));
    }
    var trust =
        kubectl.ask(
            "get",
            "mutatingwebhookconfiguration",
            ClusterPorts.NAMESPACE,
            "-o",
            Installation.TRUST);
    if (!trust.succeeded() || trust.text().isEmpty()) {
      findings.add(
          Finding.wrong(
              "the API server does not know the webhook: new pods get no sidecar",
              "the admission controller writes its caBundle; its log: kubectl logs -n %s"
                      .formatted(ClusterPorts.NAMESPACE)
                  + " deployment/admission-controller"));
    }
    return findings;
  }

  private static Finding plane(String name, Kubectl kubectl)
      throws IOException, InterruptedException {
    var said = kubectl.ask("get", "deployment", name, "-n", ClusterPorts.NAMESPACE, "-o", READY);
    if (!said.succeeded()) {
      return Finding.wrong(
          "%s: %s".formatted(name, said.text()), "install the mesh: ./meshctl install");
    }
    return said.text().startsWith("/") || said.text().startsWith("0/")
        ? Finding.wrong(
            "%s: no replica of it is ready".formatted(name),
            "see why: kubectl describe pods -n %s -l app.kubernetes.io/name=%s"
                .formatted(ClusterPorts.NAMESPACE, name))
        : Finding.well("%s: %s replicas ready".formatted(name, said.text()));
  }

  /** The pods that work outside the mesh although they are to be in it. */
  public static List<Finding> withoutSidecar(List<ClusterPod> pods) {
    return pods.stream()
        .filter(pod -> !pod.status().injected())
        .map(
            pod ->
                Finding.wrong(
                    "pod %s/%s missed its sidecar: it was made while nobody injected"
                        .formatted(pod.status().namespace(), pod.status().name()),
                    "make it anew: " + pod.renewal()))
        .toList();
  }
}
