package diy.mesh.tests.kubernetes;

import diy.mesh.controlplane.ControlPlane;
import diy.mesh.controlplane.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A control plane for the cluster, outside of it, with the permissions of the installed one. Its
 * manifests are installed, but for the definitions: those come when a test wants them.
 */
final class ClusterMesh implements AutoCloseable {

  static final Path MANIFESTS = Path.of("..", "control-plane", "k8s");

  private final String namespace;
  private final Path kubeconfig;
  private final ControlPlane controlPlane;

  private ClusterMesh(String namespace, Path kubeconfig, ControlPlane controlPlane) {
    this.namespace = namespace;
    this.kubeconfig = kubeconfig;
    this.controlPlane = controlPlane;
  }

  /** Starts one, with a namespace for the test. */
  static ClusterMesh start(String namespace) throws IOException, InterruptedException {
    // The installed one, where there is one, would write statuses, too. Once it is ready it hears
    // that it is to end; a JVM that is just starting does not, and has half a minute to be killed.
    Kubectl.tried(
        "", "rollout", "status", "-n", "diy-mesh", "deployment/control-plane", "--timeout=60s");
    Kubectl.tried("", "scale", "deployment/control-plane", "-n", "diy-mesh", "--replicas=0");
    Kubectl.tried(
        "",
        "wait",
        "pods",
        "-n",
        "diy-mesh",
        "-l",
        "app.kubernetes.io/name=control-plane",
        "--for=delete",
        "--timeout=60s");
    Kubectl.run("apply", "-f", MANIFESTS.resolve("namespace.yaml").toString());
    Kubectl.run("apply", "-f", MANIFESTS.resolve("permissions.yaml").toString());
    Kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace));
    Path kubeconfig = ofServiceAccount();
    System.setProperty("kubeconfig", kubeconfig.toString()); // the client's own setting
    return new ClusterMesh(namespace, kubeconfig, another(namespace));
  }

  static void define() throws IOException {
    Kubectl.run("apply", "-f", MANIFESTS.resolve("canary-route-definition.yaml").toString());
    Kubectl.run(
        "wait", "--for=condition=Established", "crd/canaryroutes.mesh.diy", "--timeout=30s");
  }

  /** One more control plane. */
  static ControlPlane another(String pod) throws IOException, InterruptedException {
    return ControlPlane.start(
        new Settings(new Settings.Source.Kubernetes("diy-mesh", pod, true), 0, 0, "info"));
  }

  ControlPlane controlPlane() {
    return controlPlane;
  }

  @Override
  public void close() throws IOException {
    controlPlane.close();
    Files.delete(kubeconfig);
    Kubectl.run("delete", "namespace", namespace, "--wait=false");
    Kubectl.tried("", "scale", "deployment/control-plane", "-n", "diy-mesh", "--replicas=1");
  }

  /** The cluster's own kubeconfig, with another user in it. */
  private static Path ofServiceAccount() throws IOException {
    String token = Kubectl.run("create", "token", "-n", "diy-mesh", "control-plane");
    Path file = Files.createTempFile("control-plane", ".kubeconfig");
    String config = Kubectl.run("config", "view", "--raw", "--minify", "--flatten");
    Files.writeString(file, config, StandardCharsets.UTF_8);
    String path = file.toString();
    Kubectl.run("--kubeconfig", path, "config", "set-credentials", "mesh", "--token=" + token);
    Kubectl.run("--kubeconfig", path, "config", "set-context", "--current", "--user=mesh");
    return file;
  }
}
