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
 * @param folder of YAML to watch
 * @param streamPort of gRPC; 0 for one that is free
 * @param adminPort of HTTP; 0 for one that is free
 * @param logLevel one of tinylog's, in lower case
 */
public record Settings(Path folder, int streamPort, int adminPort, String logLevel) {

  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  /**
   * Reads the environment; the only place that knows the variables' names.
   *
   * @throws IllegalArgumentException if a value is missing or none; the message names the variable
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    String folder = environment.getOrDefault("MESH_FOLDER", "");
    if (folder.isEmpty()) {
      throw new IllegalArgumentException(
          "MESH_FOLDER: not set (expected: a folder of YAML to watch)");
    }
    String level = environment.getOrDefault("MESH_LOG_LEVEL", "info").toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "MESH_LOG_LEVEL: %s (expected: one of %s)"
              .formatted(level, LEVELS.stream().sorted().toList()));
    }
    return new Settings(
        Path.of(folder),
        port(environment, "MESH_STREAM_PORT", ProxyPorts.CONTROL_PLANE),
        port(environment, "MESH_ADMIN_PORT", ProxyPorts.CONTROL_PLANE_ADMIN),
        level);
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
