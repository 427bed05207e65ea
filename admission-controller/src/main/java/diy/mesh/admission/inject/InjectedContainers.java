package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionSettings.Amount;
import diy.mesh.admission.inject.InjectionSettings.Resources;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.model.workload.StreamToken;
import java.util.Optional;

/** The two containers a pod gets, and the volume they write to, as Kubernetes wants them. */
final class InjectedContainers {

  /** The only place our containers can write to; their own file systems are read-only. */
  static final String SCRATCH = "mesh-scratch";

  /** Where the proxy finds who it is. */
  static final String TOKEN = "mesh-token";

  private static final String TOKEN_FOLDER = "/var/run/secrets/mesh.diy";
  private static final String TOKEN_FILE = "token";
  private static final int TOKEN_SECONDS = 3_600;

  private final InjectionSettings settings;

  InjectedContainers(InjectionSettings settings) {
    this.settings = settings;
  }

  /** Runs as root with the two capabilities that iptables needs, and ends before the app starts. */
  ObjectNode init(Redirection redirection) {
    var container = container(settings.init(), settings.init().resources());
    if (!redirection.environment().isEmpty()) {
      var environment = container.putArray("env");
      redirection.environment().forEach((name, value) -> variable(environment, name, value));
    }
    var security =
        container
            .putObject("securityContext")
            .put("runAsUser", 0)
            .put("runAsGroup", 0)
            .put("runAsNonRoot", false);
    confine(security).putArray("add").add("NET_ADMIN").add("NET_RAW");
    // The lock of the legacy iptables is /run/xtables.lock.
    mountScratch(container, "/run");
    return container;
  }

  /**
   * A native sidecar: an init container that goes on running. The app starts once its start-up
   * probe succeeds, and it ends after the app.
   *
   * @param trustAnchors in PEM; empty where the control plane is asked without TLS
   */
  ObjectNode proxy(ProxyTuning tuning, Optional<String> trustAnchors) {
    var container = container(settings.proxy(), tuning.resources()).put("restartPolicy", "Always");
    var environment = container.putArray("env");
    identity(environment);
    variable(environment, "MESH_CONTROL_PLANE", settings.controlPlane());
    trustAnchors.ifPresent(
        anchors -> {
          variable(environment, "MESH_TRUST_ANCHORS", anchors);
          variable(environment, "MESH_TOKEN_FILE", TOKEN_FOLDER + "/" + TOKEN_FILE);
        });
    finish(container, environment, tuning);
    if (trustAnchors.isPresent()) {
      container
          .withArray("/volumeMounts")
          .addObject()
          .put("name", TOKEN)
          .put("mountPath", TOKEN_FOLDER)
          .put("readOnly", true);
    }
    return container;
  }

  /** The same without redirection, and as strict as the strictest Pod Security Standard wants. */
  ObjectNode proxy(ProxyTuning tuning, ExplicitPort explicit) {
    var container = container(settings.proxy(), tuning.resources()).put("restartPolicy", "Always");
    var environment = container.putArray("env");
    identity(environment);
    variable(environment, "PORT", Integer.toString(explicit.port()));
    variable(environment, "TARGET_PORT", Integer.toString(explicit.targetPort()));
    finish(container, environment, tuning)
        .putObject("seccompProfile")
        .put("type", "RuntimeDefault");
    return container;
  }

  private static void identity(ArrayNode environment) {
    field(environment, "POD_NAME", "metadata.name");
    field(environment, "POD_NAMESPACE", "metadata.namespace");
    field(environment, "POD_IP", "status.podIP");
  }

  /** What all proxies have alike; gives the security context. */
  private ObjectNode finish(ObjectNode container, ArrayNode environment, ProxyTuning tuning) {
    tuning.environment().forEach((name, value) -> variable(environment, name, value));
    // The app waits for the first success, so it is looked for often; a minute is allowed for it.
    readyProbe(container, "startupProbe", 1, 60);
    readyProbe(container, "readinessProbe", 5, 3);
    var security =
        container
            .putObject("securityContext")
            .put("runAsUser", ProxyPorts.USER_ID)
            .put("runAsGroup", ProxyPorts.USER_ID)
            .put("runAsNonRoot", true);
    confine(security);
    // Netty unpacks its native library there.
    mountScratch(container, "/tmp");
    return security;
  }

  /** Good for the control plane and for nobody else; the kubelet renews it. */
  static JsonNode tokenVolume() {
    var volume = JsonNodeFactory.instance.objectNode().put("name", TOKEN);
    volume
        .putObject("projected")
        .putArray("sources")
        .addObject()
        .putObject("serviceAccountToken")
        .put("path", TOKEN_FILE)
        .put("audience", StreamToken.AUDIENCE)
        .put("expirationSeconds", TOKEN_SECONDS);
    return volume;
  }

  static JsonNode scratchVolume() {
    var volume = JsonNodeFactory.instance.objectNode().put("name", SCRATCH);
    volume.putObject("emptyDir").put("sizeLimit", "64Mi");
    return volume;
  }

  private ObjectNode container(InjectionSettings.Container wanted, Resources allowed) {
    var container =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", wanted.name())
            .put("image", wanted.image())
            .put("imagePullPolicy", settings.imagePullPolicy());
    var resources = container.putObject("resources");
    resources
        .putObject("requests")
        .put("cpu", allowed.cpu().request())
        .put("memory", allowed.memory().request());
    var limits = resources.putObject("limits");
    limit(limits, "cpu", allowed.cpu());
    limit(limits, "memory", allowed.memory());
    return container;
  }

  private static void limit(ObjectNode limits, String name, Amount amount) {
    if (amount.limit() != null) {
      limits.put(name, amount.limit());
    }
  }

  /** Takes away all it can; what is left is added to the capabilities returned. */
  private static ObjectNode confine(ObjectNode security) {
    security.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
    var capabilities = security.putObject("capabilities");
    capabilities.putArray("drop").add("ALL");
    return capabilities;
  }

  private static void readyProbe(ObjectNode container, String probe, int period, int failures) {
    container
        .putObject(probe)
        .put("periodSeconds", period)
        .put("timeoutSeconds", 2)
        .put("failureThreshold", failures)
        .putObject("httpGet")
        .put("path", "/ready")
        .put("port", ProxyPorts.ADMIN);
  }

  private static void mountScratch(ObjectNode container, String path) {
    container.putArray("volumeMounts").addObject().put("name", SCRATCH).put("mountPath", path);
  }

  private static void variable(ArrayNode environment, String name, String value) {
    environment.addObject().put("name", name).put("value", value);
  }

  private static void field(ArrayNode environment, String name, String path) {
    environment
        .addObject()
        .put("name", name)
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("fieldPath", path);
  }
}
