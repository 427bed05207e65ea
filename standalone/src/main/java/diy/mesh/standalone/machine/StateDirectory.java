package diy.mesh.standalone.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that holds everything a node writes.
 *
 * @param path usually {@code /run/diy-mesh}
 */
public record StateDirectory(Path path) {

  /** What a node writes for itself alone; the objects are not among it. */
  private static final List<String> OWN =
      List.of("app", "drafts", "logs", "pods", "images.properties", "status.json");

  /** Where our own programs are copied to. */
  public Path app() {
    return path.resolve("app");
  }

  /** Each pod's logs and volumes. */
  public Path pods() {
    return path.resolve("pods");
  }

  /** The control plane's log. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** The image table that is in force. */
  public Path images() {
    return path.resolve("images.properties");
  }

  /** Makes it ready for a new node. Objects that are there already stay. */
  public void prepare() throws IOException {
    for (String name : OWN) {
      delete(path.resolve(name));
    }
    for (Path folder : List.of(app(), pods(), logs())) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Removes everything but one file, and what keeps the enclosure around this node.
   *
   * @param kept that file
   */
  public void clear(Path kept) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> found = Files.list(path)) {
      entries = found.filter(entry -> !entry.equals(kept) && !isOfEnclosure(entry)).toList();
    }
    for (Path entry : entries) {
      delete(entry);
    }
  }

  /** Whether somebody outside removes this directory, when all that is inside has ended. */
  public boolean isEnclosed() {
    return Files.exists(path.resolve(Enclosure.LOCK));
  }

  private static boolean isOfEnclosure(Path entry) {
    var name = entry.getFileName().toString();
    return name.equals(Enclosure.LOCK) || name.equals(Enclosure.PID);
  }

  private static void delete(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(root)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException _) {
      return;
    }
    for (Path entry : deepestFirst) {
      Files.deleteIfExists(entry);
    }
  }
}
