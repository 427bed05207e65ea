package diy.mesh.meshctl.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a tree as people write manifests, a field on each line. Only words that no reader takes
 * for anything else stand without quotes: kubectl reads YAML 1.1, to which {@code on} is true.
 */
final class BlockYaml {

  private static final Pattern WORD =
      Pattern.compile("[A-Za-z/](?:[A-Za-z0-9_./-]|:(?=[A-Za-z0-9]))*");

  private static final Set<String> NO_WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private BlockYaml() {}

  /** One document, without the line that begins it. */
  static String of(JsonNode document) {
    return isBlock(document) ? block(document, "") : flow(document) + "\n";
  }

  private static String block(JsonNode node, String indent) {
    var text = new StringBuilder();
    if (node.isObject()) {
      for (var field : node.properties()) {
        text.append(indent).append(word(field.getKey())).append(':');
        text.append(
            isBlock(field.getValue())
                ? "\n" + block(field.getValue(), indent + "  ")
                : " " + flow(field.getValue()) + "\n");
      }
    } else {
      for (JsonNode item : node) {
        text.append(indent).append("- ");
        text.append(
            isBlock(item)
                ? block(item, indent + "  ").substring(indent.length() + 2)
                : flow(item) + "\n");
      }
    }
    return text.toString();
  }

  private static boolean isBlock(JsonNode node) {
    return node.isContainerNode() && !node.isEmpty();
  }

  /** JSON is YAML, too. */
  private static String flow(JsonNode node) {
    return node.isTextual() ? word(node.asText()) : node.toString();
  }

  private static String word(String text) {
    return WORD.matcher(text).matches() && !NO_WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : TextNode.valueOf(text).toString();
  }
}
