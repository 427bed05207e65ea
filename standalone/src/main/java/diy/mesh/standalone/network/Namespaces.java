package diy.mesh.standalone.network;

import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Finds and removes the network namespaces of a node, whoever made them. */
public final class Namespaces {

  /** What processes in a namespace see in {@code /etc}: a folder for each namespace. */
  static final Path ETC = Path.of("/run/diy-mesh-etc");

  private static final Path NAMED = Path.of("/var/run/netns");
  private static final Duration KILL_LIMIT = Duration.ofSeconds(3);
  private static final Duration KILL_PAUSE = Duration.ofMillis(5);

  private Namespaces() {}

  /** Words that start a program in a namespace, with mounts of its own. */
  public static List<String> entry(String name) {
    return List.of("nsenter", "--net=" + NAMED.resolve(name), "unshare", "--mount");
  }

  /** The files of a namespace, each before the place where its processes are to see it. */
  public static List<String> files(String name) {
    var words = new ArrayList<String>();
    for (String file : List.of("hosts", "resolv.conf")) {
      words.addAll(List.of(ETC.resolve(name).resolve(file).toString(), "/etc/" + file));
    }
    return List.copyOf(words);
  }

  /**
   * Removes all whose names start like this, their processes and their files. What other nodes and
   * people made stays.
   */
  public static void removeAll(List<String> prefixes) throws IOException {
    for (Path directory : List.of(NAMED, ETC)) {
      for (String name : names(directory)) {
        if (prefixes.stream().anyMatch(name::startsWith)) {
          remove(name);
        }
      }
    }
    try {
      Files.deleteIfExists(ETC);
    } catch (DirectoryNotEmptyException _) {
      // Other people's namespaces have files here.
    }
  }

  /** Ends all processes in a namespace and removes it with its files; harmless where it is gone. */
  public static void remove(String name) throws IOException {
    if (Files.exists(NAMED.resolve(name))) {
      kill(name);
      Command.of("ip", "netns", "del", name).run();
    }
    Path files = ETC.resolve(name);
    for (String file : names(files)) {
      Files.deleteIfExists(files.resolve(file));
    }
    Files.deleteIfExists(files);
  }

  /** Again until nobody is left: a process may have started another just before its end. */
  private static void kill(String name) throws IOException {
    var limit = Instant.now().plus(KILL_LIMIT);
    while (true) {
      var alive = processes(name);
      if (alive.isEmpty()) {
        return;
      }
      if (Instant.now().isAfter(limit)) {
        throw new IOException(
            "processes %s in network namespace %s do not end (expected: gone after SIGKILL)"
                .formatted(alive, name));
      }
      alive.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(KILL_PAUSE.toNanos());
    }
  }

  private static List<ProcessHandle> processes(String name) throws IOException {
    return Command.of("ip", "netns", "pids", name)
        .run()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .toList();
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
