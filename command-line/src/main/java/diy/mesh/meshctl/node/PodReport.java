package diy.mesh.meshctl.node;

import diy.mesh.resources.Service;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** Why pods are not ready, each with the end of its newest log. */
  public static List<String> complaints(Path stateDirectory, List<PodStatus> pods)
      throws IOException {
    var lines = new ArrayList<String>();
    for (PodStatus pod : pods) {
      if (!pod.ready()) {
        lines.add(
            "pod %s/%s is not ready: %s".formatted(pod.namespace(), pod.name(), pod.message()));
        lines.addAll(endOfNewestLog(stateDirectory.resolve("pods").resolve(pod.netns())));
      }
    }
    return lines;
  }

  private static List<String> endOfNewestLog(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      var newest =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .max((one, other) -> Long.compare(changed(one), changed(other)));
      if (newest.isEmpty()) {
        return List.of();
      }
      var lines = Files.readAllLines(newest.get());
      var end = new ArrayList<String>();
      end.add("  the end of %s:".formatted(newest.get()));
      lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).stream()
          .map(line -> "    " + line)
          .forEach(end::add);
      return end;
    }
  }

  private static long changed(Path file) {
    return file.toFile().lastModified();
  }
}
