package diy.mesh.meshctl.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a node in another process says of its pods. */
public final class StatusFile {

  private static final String NAME = "status.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusFile() {}

  /** All pods; none while the node has not said anything yet. */
  public static List<PodStatus> read(Path stateDirectory) throws IOException {
    var pods = new ArrayList<PodStatus>();
    for (JsonNode pod : content(stateDirectory).path("pods")) {
      pods.add(JSON.convertValue(pod, PodStatus.class));
    }
    return List.copyOf(pods);
  }

  /**
   * Whether the pods are exactly those that these objects ask for, all ready.
   *
   * @param objects their {@code fingerprint}
   */
  static boolean isSettled(Path stateDirectory, String objects) throws IOException {
    var content = content(stateDirectory);
    return content.path("settled").asBoolean() && content.path("objects").asText().equals(objects);
  }

  private static JsonNode content(Path stateDirectory) throws IOException {
    var file = stateDirectory.resolve(NAME);
    try {
      return JSON.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      return JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IOException("%s is not what a node writes".formatted(file), e);
    }
  }
}
