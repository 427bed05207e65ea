package diy.mesh.tests.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mesh as it is installed in the cluster, with the sample apps in a namespace of the test. */
final class InstalledMesh implements AutoCloseable {

  private static final Path APPS = Path.of("..", "sample-app", "k8s");
  private static final String PATIENCE = "--timeout=90s";

  private final String namespace;

  private InstalledMesh(String namespace) {
    this.namespace = namespace;
  }

  /** Waits for the mesh, and makes a namespace that asks for it. */
  static InstalledMesh in(String namespace) throws IOException {
    awaitPlanes();
    Kubectl.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {mesh.diy/inject: enabled}}
        """
            .formatted(namespace));
    return new InstalledMesh(namespace);
  }

  /** Waits for the installed planes, wherever other tests have left them. */
  static void awaitPlanes() throws IOException {
    Kubectl.run("scale", "deployment/control-plane", "-n", "diy-mesh", "--replicas=1");
    for (String plane : List.of("control-plane", "admission-controller")) {
      Kubectl.run("rollout", "status", "-n", "diy-mesh", "deployment/" + plane, PATIENCE);
    }
  }

  /** Starts app-a, which calls app-b, and app-b2. */
  InstalledMesh withApps() throws IOException {
    for (String app : List.of("app-a", "app-b", "app-b2")) {
      String manifest = Files.readString(APPS.resolve(app + ".yaml"));
      Kubectl.apply(manifest.replace("namespace: demo", "namespace: " + namespace));
    }
    for (String app : List.of("app-a", "app-b", "app-b2")) {
      awaitRollout(app);
    }
    return this;
  }

  void awaitRollout(String deployment) throws IOException {
    run("rollout", "status", "deployment/" + deployment, PATIENCE);
  }

  /** Runs kubectl in the namespace. */
  String run(String... words) throws IOException {
    return Kubectl.run(inNamespace(words));
  }

  /** The same, which may fail. */
  Kubectl.Said tried(String yaml, String... words) throws IOException {
    return Kubectl.tried("---\n" + yaml, inNamespace(words));
  }

  private String[] inNamespace(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-n", namespace));
    return all.toArray(String[]::new);
  }

  /** Shares app-b's requests, and waits until every proxy that calls it has acknowledged that. */
  void split(int stable, int canary) throws IOException {
    Kubectl.apply(
        """
        apiVersion: mesh.diy/v1alpha1
        kind: CanaryRoute
        metadata: {name: app-b, namespace: %s}
        spec:
          service: app-b
          backends: [{service: app-b, weight: %d}, {service: app-b2, weight: %d}]
        """
            .formatted(namespace, stable, canary));
    String generation = run("get", "canaryroute/app-b", "-o", "jsonpath={.metadata.generation}");
    String programmed = ".status.conditions[?(@.type==\"Programmed\")]";
    run(
        "wait",
        "canaryroute/app-b",
        "--for=jsonpath={%s.observedGeneration}=%s".formatted(programmed, generation),
        "--timeout=30s");
    run("wait", "canaryroute/app-b", "--for=condition=Programmed", "--timeout=30s");
  }

  /** Asks app-a without a pause until closed. */
  Callers callers() throws IOException {
    String ip = run("get", "service/app-a", "-o", "jsonpath={.spec.clusterIP}");
    return Callers.of("http://" + ip + "/");
  }

  @Override
  public void close() throws IOException {
    Kubectl.run("delete", "namespace", namespace, "--wait=false");
  }
}
