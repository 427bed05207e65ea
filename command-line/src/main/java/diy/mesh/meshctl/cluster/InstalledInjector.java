package diy.mesh.meshctl.cluster;

import diy.mesh.admission.Settings;
import diy.mesh.admission.inject.Injector;
import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An injector that does what the one in the cluster does: by its settings and its authority. */
public final class InstalledInjector {

  private static final String NAMESPACE = ClusterPorts.NAMESPACE;
  private static final String VARIABLES =
      "jsonpath={range .spec.template.spec.containers[0].env[*]}{.name}={.value}{\"\\n\"}{end}";
  private static final String ANCHORS = "jsonpath={.webhooks[0].clientConfig.caBundle}";

  private InstalledInjector() {}

  /** That of the mesh in a cluster. */
  public static Injector of(Kubectl kubectl) throws IOException, InterruptedException {
    var variables = new HashMap<String, String>();
    kubectl
        .run("get", "deployment", "admission-controller", "-n", NAMESPACE, "-o", VARIABLES)
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
        .forEach(parts -> variables.put(parts[0], parts[1]));
    var settings = Settings.fromEnvironment(variables);
    Optional<String> anchors = settings.secure() ? Optional.of(anchors(kubectl)) : Optional.empty();
    return new Injector(settings.injection(), () -> anchors);
  }

  /**
   * One of a mesh as it is installed, for a cluster that is not asked.
   *
   * @param trustAnchors who may sign the control plane's certificate, in PEM
   */
  public static Injector of(String trustAnchors) {
    var anchors = Optional.of(trustAnchors);
    return new Injector(Settings.fromEnvironment(Map.of()).injection(), () -> anchors);
  }

  private static String anchors(Kubectl kubectl) throws IOException, InterruptedException {
    String bundle = kubectl.run("get", "mutatingwebhookconfiguration", NAMESPACE, "-o", ANCHORS);
    if (bundle.isEmpty()) {
      throw new Failure(
          "the mesh's authority is not known yet (expected: a caBundle in the"
              + " mutatingwebhookconfiguration %s); see: ./meshctl check".formatted(NAMESPACE));
    }
    return new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
  }
}
