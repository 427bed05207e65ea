package diy.mesh.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.standalone.objects.ObjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Says in {@code status.json} how the pods are, for other processes. Not thread safe. */
final class StatusFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private Content written = new Content(List.of(), "", false);

  /**
   * What the file says.
   *
   * @param objects the {@link ObjectFolder#fingerprint} of what was looked at
   * @param settled whether the pods are exactly those that it wants, all ready
   */
  record Content(List<PodStatus> pods, String objects, boolean settled) {}

  StatusFile(Path stateDirectory) {
    this.file = stateDirectory.resolve("status.json");
  }

  /** Writes the file, whole or not at all, if anything has changed. */
  void write(Content content) throws IOException {
    if (content.equals(written)) {
      return;
    }
    Path draft = file.resolveSibling("status.draft");
    Files.writeString(draft, JSON.writeValueAsString(content));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    written = content;
  }
}
