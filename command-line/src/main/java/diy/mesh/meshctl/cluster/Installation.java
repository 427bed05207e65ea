package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The mesh in a cluster, as the manifests of a checkout say. */
public final class Installation {

  private static final String NAMESPACE = ClusterPorts.NAMESPACE;

  /** Of both planes. */
  static final List<String> DEPLOYMENTS = List.of("control-plane", "admission-controller");

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

  /** Whom the API server believes to be the webhook; nothing while it believes nobody. */
  static final String TRUST = "jsonpath={.webhooks[*].clientConfig.caBundle}";

  private final Kubectl kubectl;
  private final Path home;
  private final Terminal progress;

  /**
   * In one cluster.
   *
   * @param home the checkout
   * @param progress hears of each step
   */
  public Installation(Kubectl kubectl, Path home, Terminal progress) {
    this.kubectl = kubectl;
    this.home = home;
    this.progress = progress;
  }

  /**
   * Applies the manifests, and waits until pods that are made from now on join the mesh.
   *
   * @param patience for each of its two Deployments
   */
  public void install(Duration patience) throws IOException, InterruptedException {
    progress.println("applying " + home.resolve("kustomization.yaml"));
    String applied = kubectl.run("apply", "-k", home.toString());
    for (String deployment : DEPLOYMENTS) {
      if (applied.contains("deployment.apps/%s unchanged".formatted(deployment))) {
        // Its image may be another one of the same name.
        kubectl.run("rollout", "restart", "-n", NAMESPACE, "deployment/" + deployment);
      }
    }
    for (String deployment : DEPLOYMENTS) {
      awaitRollout(deployment, patience);
    }
    awaitTrust(System.nanoTime() + patience.toNanos());
  }

  private void awaitRollout(String deployment, Duration patience)
      throws IOException, InterruptedException {
    progress.println("waiting for %s/%s".formatted(NAMESPACE, deployment));
    var rollout =
        kubectl.ask(
            "rollout",
            "status",
            "-n",
            NAMESPACE,
            "deployment/" + deployment,
            "--timeout=%ds".formatted(patience.toSeconds()));
    if (!rollout.succeeded()) {
      throw new Failure(
          """
          %s/%s does not become ready: %s
          see why: kubectl get pods -n %s
          ErrImagePull means that its image is missing: ./meshctl images --load kind\
          """
              .formatted(NAMESPACE, deployment, rollout.text(), NAMESPACE));
    }
  }

  /** Until the admission controller has written it, the API server does not believe it. */
  private void awaitTrust(long deadline) throws IOException, InterruptedException {
    while (kubectl.run("get", "mutatingwebhookconfiguration", NAMESPACE, "-o", TRUST).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new Failure(
            "the admission controller has not written its caBundle; see its log:"
                + " kubectl logs -n %s deployment/admission-controller".formatted(NAMESPACE));
      }
      Thread.sleep(BETWEEN_QUESTIONS);
    }
  }

  /** The routes that would be lost with their definition, {@code namespace/name}. */
  public List<String> routes() throws IOException, InterruptedException {
    var said =
        kubectl.ask(
            "get",
            "canaryroutes.mesh.diy",
            "--all-namespaces",
            "-o",
            "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}");
    return said.succeeded() ? said.text().lines().toList() : List.of(); // no such definition
  }

  /** Deletes all that the manifests name; what was made at run time is in the namespace. */
  public void uninstall() throws IOException, InterruptedException {
    progress.println("deleting what " + home.resolve("kustomization.yaml") + " names");
    kubectl.run("delete", "-k", home.toString(), "--ignore-not-found");
  }
}
