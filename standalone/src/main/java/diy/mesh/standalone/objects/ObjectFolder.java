package diy.mesh.standalone.objects;

import diy.mesh.resources.ResourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder {@code objects/}: a file per object. Whoever reads it meets whole files only. Not
 * thread safe; several, in several processes, may look at the same folder.
 */
public final class ObjectFolder {

  /** Kinds that decide which pods there shall be. */
  private static final Set<String> OF_PODS = Set.of("Namespace", "Deployment", "Pod");

  private final Path folder;
  private final Path drafts;
  private final Map<String, Content> read = new HashMap<>();

  /** What a file held when it was read last. */
  private record Content(String text, ResourceFile.Document document) {}

  /**
   * An object as it is stored.
   *
   * @param file its file's name
   */
  public record Stored(String file, String text, ResourceFile.Document document) {}

  public ObjectFolder(Path stateDirectory) {
    this.folder = stateDirectory.resolve("objects");
    // Beside the folder, on the same file system, so that nobody who watches it sees drafts.
    this.drafts = stateDirectory.resolve("drafts");
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  /** Makes the folder where it is missing. */
  public void create() throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(drafts);
  }

  /** All objects by file name. Files that hold something else are passed over. */
  public List<Stored> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    read.keySet().retainAll(names);
    return names.stream().flatMap(name -> find(name).stream()).toList();
  }

  /** Tells objects that ask for one set of pods from those that ask for another. */
  public static String fingerprint(List<Stored> objects) {
    var text = new StringBuilder();
    for (Stored stored : objects) {
      if (OF_PODS.contains(stored.document().resource().origin().kind())) {
        text.append(stored.file()).append('\n').append(stored.text());
      }
    }
    return Sha256.of(text.toString());
  }

  /** Writes a file, whole or not at all. */
  public void write(String name, String text) throws IOException {
    Path draft = drafts.resolve("%s.%d".formatted(name, ProcessHandle.current().pid()));
    Files.writeString(draft, text);
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes a file; says whether there was one. */
  public boolean delete(String name) throws IOException {
    return Files.deleteIfExists(folder.resolve(name));
  }

  /** The object in one file; empty where there is none. */
  Optional<Stored> find(String name) {
    String text;
    try {
      text = Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var known = read.get(name);
    if (known == null || !known.text().equals(text)) {
      var documents = ResourceFile.readCopy(name, text).documents();
      if (documents.size() != 1) {
        return Optional.empty();
      }
      known = new Content(text, documents.getFirst());
      read.put(name, known);
    }
    return Optional.of(new Stored(name, text, known.document()));
  }
}
