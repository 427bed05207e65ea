package diy.mesh.admission.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads pods for the tests. */
final class Yaml {

  private Yaml() {}

  static JsonNode parse(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return new ObjectMapper().valueToTree(tree);
  }

  /** Readable, and equal for trees that differ only in the order of keys. */
  static String sorted(JsonNode tree) {
    var mapper =
        JsonMapper.builder()
            .enable(
                SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();
    try {
      return mapper.writeValueAsString(mapper.treeToValue(tree, Object.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode resource(String name) {
    try (InputStream file = Yaml.class.getResourceAsStream("/golden/" + name)) {
      if (file == null) {
        throw new AssertionError("no resource golden/" + name);
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
