package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Table;
import diy.mesh.resources.Service;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs, as tables, and why something does not. Pure but for reading logs. */
public final class PodReport {

  private static final int LOG_LINES = 15;

  private PodReport() {}

  /** One line for each pod, below a heading. */
  public static List<String> pods(List<PodStatus> pods) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("POD", "ADDRESS", "SIDECAR", "READY", ""));
    for (PodStatus pod : pods) {
      rows.add(
          List.of(
              pod.namespace() + "/" + pod.name(),
              pod.address(),
              pod.injected() ? "yes" : "no",
              pod.ready() ? "yes" : "no",
              pod.message()));
    }
    return Table.render(rows);
  }

  /** One line for each Service, below a heading. */
  public static List<String> services(List<Service> services) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("SERVICE", "ADDRESS", "PORTS"));
    for (Service service : services) {
      rows.add(
          List.of(
              service.name().toString(),
              String.join(
                  " ", service.clusterIps().stream().map(ip -> ip.getHostAddress()).toList()),
              String.join(" ", service.ports().stream().map(Service.Port::toString).toList())));
    }
    return Table.render(rows);
  }

  /** Why pods are not ready, each with the end of the log that tells most. */
  public static List<String> complaints(Path stateDirectory, List<PodStatus> pods)
      throws IOException {
    var lines = new ArrayList<String>();
    for (PodStatus pod : pods) {
      if (!pod.ready()) {
        lines.add(
            "pod %s/%s is not ready: %s".formatted(pod.namespace(), pod.name(), pod.message()));
        var folder = stateDirectory.resolve("pods", "%s.%s".formatted(pod.namespace(), pod.name()));
        var log = logOf(folder, pod.message());
        if (log.isPresent()) {
          lines.addAll(endOf(log.get()));
        }
      }
    }
    return lines;
  }

  /** That of the container which the message begins with, else the newest. */
  private static Optional<Path> logOf(Path folder, String message) throws IOException {
    var named = folder.resolve(message.split(" ", 2)[0] + ".log");
    if (Files.exists(named)) {
      return Optional.of(named);
    }
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }
  }

  private static List<String> endOf(Path log) throws IOException {
    var all = Files.readAllLines(log);
    var lines = new ArrayList<String>();
    lines.add("  the end of %s:".formatted(log));
    all.subList(Math.max(0, all.size() - LOG_LINES), all.size()).stream()
        .map(line -> "    " + line)
        .forEach(lines::add);
    return lines;
  }
}
