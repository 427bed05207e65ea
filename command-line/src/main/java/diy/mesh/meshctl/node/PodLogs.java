package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The logs of a pod's containers, one file each.
 *
 * @param folder that holds them
 */
public record PodLogs(PodStatus pod, Path folder) {

  /** What the injector calls its own. */
  public static final String PROXY = "mesh-proxy";

  private static final String INIT = "mesh-init";
  private static final String SUFFIX = ".log";

  /** Of a pod of the node that works in this directory. */
  public static PodLogs of(Path stateDirectory, PodStatus pod) {
    var name = "%s.%s".formatted(pod.namespace(), pod.name());
    return new PodLogs(pod, stateDirectory.resolve("pods", name));
  }

  /** The containers that have begun, by name, the apps before the injector's. */
  public List<String> containers() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      var all =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .sorted()
              .toList();
      return Stream.concat(
              all.stream().filter(name -> !isInjected(name)),
              all.stream().filter(PodLogs::isInjected))
          .toList();
    }
  }

  private static boolean isInjected(String container) {
    return container.equals(PROXY) || container.equals(INIT);
  }

  /**
   * The container that somebody means.
   *
   * @param name empty for the first app
   * @throws Failure if there is none of that name; it says which there are
   */
  public String container(String name) throws IOException {
    var all = containers();
    if (name.isEmpty() && !all.isEmpty()) {
      return all.getFirst();
    }
    if (!all.contains(name)) {
      throw new Failure(
          "container %s of pod %s: none of that name has begun (there are: %s)"
              .formatted(
                  name.isEmpty() ? "(the first)" : name,
                  pod.name(),
                  all.isEmpty() ? "none; see ./meshctl status" : String.join(", ", all)));
    }
    return name;
  }

  /** Where a container writes to. */
  public Path file(String container) {
    return folder.resolve(container + SUFFIX);
  }
}
