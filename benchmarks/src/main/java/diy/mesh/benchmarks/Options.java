package diy.mesh.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and with what.
 *
 * @param rounds how many windows each proxy gets, in turns with the others
 * @param seconds how long a window is
 * @param warmings how many windows ours gets at most until it is steady
 * @param json whether a line of JSON is printed at the end
 * @param jdk that runs Java programs
 * @param checkout whose proxy and control plane are measured, built by {@code -Dquick}
 * @param folder for the run's own files, empty
 * @param envoy its program; null to leave it out
 */
record Options(
    int rounds,
    int seconds,
    int warmings,
    boolean json,
    Path jdk,
    Path checkout,
    Path folder,
    @Nullable Path envoy) {

  private static final String USAGE =
      "usage: benchmarks/run [--quick] [--rounds N] [--seconds N] [--output json] [--envoy FILE]";

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException with the usage, for the first word that cannot be used
   */
  static Options parse(List<String> words) {
    boolean quick = words.contains("--quick");
    Map<String, String> values = values(words);
    String output = values.getOrDefault("--output", "text");
    if (!output.equals("text") && !output.equals("json")) {
      throw new IllegalArgumentException("--output: %s (expected: text or json)".formatted(output));
    }
    String envoy = values.get("--envoy");
    return new Options(
        number("--rounds", values, quick ? 5 : 9),
        number("--seconds", values, quick ? 1 : 4),
        quick ? 16 : 12,
        output.equals("json"),
        Path.of(values.getOrDefault("--jdk", System.getProperty("java.home"))),
        Path.of(values.getOrDefault("--checkout", ".")),
        Path.of(values.getOrDefault("--folder", "target/benchmarks/run")),
        envoy == null ? null : Path.of(envoy));
  }

  private static Map<String, String> values(List<String> words) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--quick" -> {}
        case "--rounds", "--seconds", "--output", "--envoy", "--jdk", "--checkout", "--folder" -> {
          if (++i == words.size()) {
            throw new IllegalArgumentException("%s has no value; %s".formatted(word, USAGE));
          }
          values.put(word, words.get(i));
        }
        default -> throw new IllegalArgumentException("%s is unknown; %s".formatted(word, USAGE));
      }
    }
    return values;
  }

  private static int number(String name, Map<String, String> values, int otherwise) {
    String value = values.getOrDefault(name, Integer.toString(otherwise));
    if (!value.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          "%s: %s (expected: a whole number from 1 to 999)".formatted(name, value));
    }
    return Integer.parseInt(value);
  }
}
