package diy.mesh.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Says in {@code status.json} how the pods are, for other processes. Not thread safe. */
final class StatusFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private List<PodStatus> written = List.of();

  StatusFile(Path stateDirectory) {
    this.file = stateDirectory.resolve("status.json");
  }

  /** Writes the file, whole or not at all, if anything has changed. */
  void write(List<PodStatus> pods) throws IOException {
    if (pods.equals(written)) {
      return;
    }
    Path draft = file.resolveSibling("status.draft");
    Files.writeString(draft, JSON.writeValueAsString(Map.of("pods", pods)));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    written = List.copyOf(pods);
  }
}
