package diy.mesh.standalone.kubelet;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How another program gets into a container that runs, told to other processes by a file beside the
 * container's log. Only its owner may read it: environments hold secrets.
 *
 * @param words that start a program, put after them, beside the container's own: its user, volumes,
 *     network and working directory
 * @param environment the container's
 */
public record Doorway(List<String> words, Map<String, String> environment) {

  /** Follows the container's name in the file's. */
  public static final String SUFFIX = ".door";

  private static final ObjectMapper JSON = new ObjectMapper();

  public Doorway {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * The way into a container of a pod.
   *
   * @param folder the pod's
   * @return empty where no such container runs
   */
  public static Optional<Doorway> find(Path folder, String container) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readString(file(folder, container)), Doorway.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Opens it: the file is written, whole or not at all. */
  void open(Path folder, String container) throws IOException {
    var draft = file(folder, container + ".draft");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, JSON.writeValueAsString(this));
    Files.move(draft, file(folder, container), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Closes it, where it is open. */
  static void close(Path folder, String container) throws IOException {
    Files.deleteIfExists(file(folder, container));
  }

  private static Path file(Path folder, String container) {
    return folder.resolve(container + SUFFIX);
  }
}
