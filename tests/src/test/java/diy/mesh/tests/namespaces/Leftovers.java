package diy.mesh.tests.namespaces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node may leave on a machine. Equal before and after means that it left nothing.
 *
 * @param namespaces network namespaces, as {@code ip netns} lists them
 * @param files in the places where nodes write
 * @param processes command lines of programs of ours
 * @param links of the machine's own network
 * @param rules of the machine's own iptables
 */
record Leftovers(
    Set<String> namespaces,
    Set<String> files,
    Set<String> processes,
    Set<String> links,
    Set<String> rules) {

  static Leftovers now() {
    return new Leftovers(
        lines("ip", "netns", "list"),
        findFiles(),
        findProcesses(),
        lines("ip", "-o", "link"),
        findRules());
  }

  private static Set<String> findFiles() {
    var files = new TreeSet<String>();
    for (String folder : Set.of("/run", "/etc/netns", "/run/netns")) {
      list(Path.of(folder))
          .map(Path::toString)
          .filter(name -> !folder.equals("/run") || name.contains("mesh"))
          .forEach(files::add);
    }
    return files;
  }

  /** All but this JVM and what started it. */
  private static Set<String> findProcesses() {
    return list(Path.of("/proc"))
        .filter(entry -> entry.getFileName().toString().matches("\\d+"))
        .map(Leftovers::commandLine)
        .filter(line -> !line.contains("surefire") && !line.contains("maven"))
        .filter(line -> line.matches(".*(diy-mesh|diy\\.mesh|meshctl).*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The words of a process's command line; empty where it has ended. */
  static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static Set<String> findRules() {
    return Stream.of("iptables-save", "ip6tables-save")
        .flatMap(program -> lines(program).stream())
        .filter(line -> line.startsWith("-") || line.startsWith(":PROXY"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> lines(String... command) {
    return new TreeSet<>(Command.run(command).lines());
  }

  private static Stream<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
