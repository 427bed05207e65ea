package diy.mesh.standalone.pod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which program stands for which image: one line each, {@code image = program argument ...}.
 *
 * @param programs the words of each image's program, by the image's name
 */
public record ImageTable(Map<String, List<String>> programs) {

  public ImageTable {
    programs = Map.copyOf(programs);
  }

  /**
   * Reads a table.
   *
   * @param file as people shall see it
   * @param places what {@code ${name}} stands for
   * @throws IllegalArgumentException naming file and line of what is wrong
   */
  public static ImageTable parse(String file, String text, Map<String, String> places) {
    var programs = new LinkedHashMap<String, List<String>>();
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf(" = ");
      if (equals < 1) {
        throw new IllegalArgumentException(
            "%s:%d: '%s' (expected: image = program argument ...)".formatted(file, i + 1, line));
      }
      programs.put(line.substring(0, equals).strip(), words(line.substring(equals + 3), places));
    }
    return new ImageTable(programs);
  }

  /** This table with the lines of another, which win. */
  public ImageTable with(ImageTable other) {
    var all = new LinkedHashMap<>(programs);
    all.putAll(other.programs);
    return new ImageTable(all);
  }

  /** The words of an image's program. */
  public Optional<List<String>> program(String image) {
    return Optional.ofNullable(programs.get(image));
  }

  /** This table as {@link #parse} reads it. */
  public String render() {
    var text = new StringBuilder();
    programs.keySet().stream()
        .sorted()
        .forEach(
            image ->
                text.append(
                    "%s = %s\n"
                        .formatted(
                            image, String.join(" ", programs.getOrDefault(image, List.of())))));
    return text.toString();
  }

  private static List<String> words(String text, Map<String, String> places) {
    var words = new ArrayList<String>();
    for (String word : text.strip().split("\\s+", -1)) {
      String replaced = word;
      for (var place : places.entrySet()) {
        replaced = replaced.replace("${" + place.getKey() + "}", place.getValue());
      }
      words.add(replaced);
    }
    return words;
  }
}
