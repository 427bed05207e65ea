package diy.mesh.controlplane;

import diy.mesh.model.workload.ProxyPorts;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param source where the resources come from
 * @param streamPort of gRPC; 0 for one that is free
 * @param adminPort of HTTP; 0 for one that is free
 * @param logLevel one of tinylog's, in lower case
 */
public record Settings(Source source, int streamPort, int adminPort, String logLevel) {

  /** Where the resources come from. */
  public sealed interface Source {

    /** A folder of YAML. */
    record Folder(Path path) implements Source {}

    /**
     * The cluster whose pod this is; else the one that KUBECONFIG or ~/.kube/config names.
     *
     * @param namespace of the control planes
     * @param pod this one's name among them
     * @param secure whether proxies come by TLS and with a token; else whoever comes is believed
     */
    record Kubernetes(String namespace, String pod, boolean secure) implements Source {}
  }

  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  /**
   * Reads the environment; the only place that knows the variables' names.
   *
   * @throws IllegalArgumentException if a value is missing or none; the message names the variable
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    String level = environment.getOrDefault("MESH_LOG_LEVEL", "info").toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "MESH_LOG_LEVEL: %s (expected: one of %s)"
              .formatted(level, LEVELS.stream().sorted().toList()));
    }
    return new Settings(
        source(environment),
        port(environment, "MESH_STREAM_PORT", ProxyPorts.CONTROL_PLANE),
        port(environment, "MESH_ADMIN_PORT", ProxyPorts.CONTROL_PLANE_ADMIN),
        level);
  }

  private static Source source(Map<String, String> environment) {
    String folder = environment.getOrDefault("MESH_FOLDER", "");
    String source = environment.getOrDefault("MESH_SOURCE", "folder");
    return switch (source) {
      case "folder" -> {
        if (folder.isEmpty()) {
          throw new IllegalArgumentException(
              "MESH_FOLDER: not set (expected: a folder of YAML to watch, or"
                  + " MESH_SOURCE=kubernetes)");
        }
        yield new Source.Folder(Path.of(folder));
      }
      case "kubernetes" -> {
        if (!folder.isEmpty()) {
          throw new IllegalArgumentException(
              "MESH_FOLDER: %s (expected: not set, since MESH_SOURCE is kubernetes)"
                  .formatted(folder));
        }
        yield new Source.Kubernetes(
            environment.getOrDefault("MESH_NAMESPACE", "diy-mesh"),
            environment.getOrDefault(
                "MESH_POD", environment.getOrDefault("HOSTNAME", "control-plane")),
            isSecure(environment));
      }
      default ->
          throw new IllegalArgumentException(
              "MESH_SOURCE: %s (expected: folder or kubernetes)".formatted(source));
    };
  }

  private static boolean isSecure(Map<String, String> environment) {
    String security = environment.getOrDefault("MESH_STREAM_SECURITY", "tls");
    return switch (security) {
      case "tls" -> true;
      case "none" -> false;
      default ->
          throw new IllegalArgumentException(
              "MESH_STREAM_SECURITY: %s (expected: tls or none)".formatted(security));
    };
  }

  private static int port(Map<String, String> environment, String name, int otherwise) {
    @Nullable String text = environment.get(name);
    if (text == null) {
      return otherwise;
    }
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("%s: %s (expected: 0 to 65535)".formatted(name, text));
    }
    return port;
  }
}
