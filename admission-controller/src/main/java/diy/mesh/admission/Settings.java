package diy.mesh.admission;

import diy.mesh.admission.inject.InjectionSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param namespace the mesh's own
 * @param port of HTTPS; 0 for one that is free
 * @param logLevel one of tinylog's, in lower case
 * @param injection what pods get
 * @param secure whether proxies ask the control plane by TLS and with a token
 */
public record Settings(
    String namespace, int port, String logLevel, InjectionSettings injection, boolean secure) {

  private static final int DEFAULT_PORT = 9_443;

  /** News of an endpoint are everywhere in a tenth of that, as a rule. */
  private static final int FAREWELL_SECONDS = 3;

  private static final String TLS = "tls";

  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  /**
   * Reads the environment; the only place that knows the variables' names.
   *
   * @throws IllegalArgumentException if a value is none; the message names the variable
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    var defaults = InjectionSettings.defaults();
    String namespace = environment.getOrDefault("MESH_NAMESPACE", defaults.namespace());
    return new Settings(
        namespace,
        integer(environment, "MESH_WEBHOOK_PORT", DEFAULT_PORT, 65_535),
        oneOf(
            "MESH_LOG_LEVEL",
            environment.getOrDefault("MESH_LOG_LEVEL", "info").toLowerCase(Locale.ROOT),
            LEVELS),
        new InjectionSettings(
            namespace,
            image(defaults.init(), environment.get("MESH_INIT_IMAGE")),
            image(defaults.proxy(), environment.get("MESH_PROXY_IMAGE")),
            oneOf(
                "MESH_IMAGE_PULL_POLICY",
                environment.getOrDefault("MESH_IMAGE_PULL_POLICY", defaults.imagePullPolicy()),
                PULL_POLICIES),
            environment.getOrDefault("MESH_CONTROL_PLANE", defaults.controlPlane()),
            environment.getOrDefault("MESH_PROXY_LOG_LEVEL", defaults.logLevel()),
            integer(environment, "MESH_FAREWELL_SECONDS", FAREWELL_SECONDS, 60)),
        oneOf(
                "MESH_STREAM_SECURITY",
                environment.getOrDefault("MESH_STREAM_SECURITY", TLS),
                Set.of(TLS, "none"))
            .equals(TLS));
  }

  private static InjectionSettings.Container image(
      InjectionSettings.Container container, @Nullable String image) {
    return image == null
        ? container
        : new InjectionSettings.Container(container.name(), image, container.resources());
  }

  private static String oneOf(String name, String value, Set<String> expected) {
    if (!expected.contains(value)) {
      throw new IllegalArgumentException(
          "%s: %s (expected: one of %s)"
              .formatted(name, value, expected.stream().sorted().toList()));
    }
    return value;
  }

  private static int integer(
      Map<String, String> environment, String name, int otherwise, int most) {
    @Nullable String text = environment.get(name);
    if (text == null) {
      return otherwise;
    }
    int value = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("%s: %s (expected: 0 to %d)".formatted(name, text, most));
    }
    return value;
  }
}
