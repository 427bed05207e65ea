package diy.mesh.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything measured: for each row and column the values of all rounds. */
final class Figures {

  static final String MESH = "mesh";

  /** Whom we are compared with, in this order. */
  private static final List<String> OTHERS = List.of("haproxy", "nginx", "envoy");

  private final Map<Figure, Map<String, List<Double>>> rows = new EnumMap<>(Figure.class);

  void add(Figure figure, String column, double value) {
    rows.computeIfAbsent(figure, _ -> new LinkedHashMap<>())
        .computeIfAbsent(column, _ -> new ArrayList<>())
        .add(value);
  }

  /** Medians, ranges, and our median's ratio to the others'; below it what only we have. */
  String table() {
    var text = new StringBuilder();
    text.append(line("", MESH, "haproxy", "nginx", "envoy", "ratio to haproxy, nginx, envoy"));
    rows.forEach(
        (figure, columns) -> {
          if (isCompared(columns)) {
            text.append(
                line(
                    figure.title(),
                    cell(columns, MESH),
                    cell(columns, "haproxy"),
                    cell(columns, "nginx"),
                    cell(columns, "envoy"),
                    ratios(columns)));
          }
        });
    rows.forEach(
        (figure, columns) -> {
          if (!isCompared(columns)) {
            text.append("%-38s %s%n".formatted(figure.title(), own(columns)));
          }
        });
    return text.toString();
  }

  /** One line of medians, for programs. */
  String json() {
    return rows.entrySet().stream()
        .map(row -> "\"%s\":{%s}".formatted(row.getKey().key(), medians(row.getValue())))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The middle one; of an even number the mean of the middle two. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static boolean isCompared(Map<String, List<Double>> columns) {
    return OTHERS.stream().anyMatch(columns::containsKey);
  }

  private static String own(Map<String, List<Double>> columns) {
    return columns.keySet().stream()
        .map(column -> "%s: %s".formatted(column, cell(columns, column)))
        .collect(Collectors.joining("   "));
  }

  private static String medians(Map<String, List<Double>> columns) {
    return columns.entrySet().stream()
        .map(column -> "\"%s\":%s".formatted(column.getKey(), number(median(column.getValue()))))
        .collect(Collectors.joining(","));
  }

  private static String ratios(Map<String, List<Double>> columns) {
    List<Double> ours = columns.getOrDefault(MESH, List.of());
    return OTHERS.stream()
        .map(other -> columns.getOrDefault(other, List.of()))
        .map(
            theirs ->
                ours.isEmpty() || theirs.isEmpty()
                    ? "-"
                    : String.format(Locale.ROOT, "%.2f", median(ours) / median(theirs)))
        .collect(Collectors.joining("  "));
  }

  private static String cell(Map<String, List<Double>> columns, String column) {
    List<Double> values = columns.getOrDefault(column, List.of());
    if (values.isEmpty()) {
      return "-";
    }
    double least = values.stream().mapToDouble(value -> value).min().orElseThrow();
    double most = values.stream().mapToDouble(value -> value).max().orElseThrow();
    return values.size() == 1
        ? number(values.getFirst())
        : "%s (%s-%s)".formatted(number(median(values)), number(least), number(most));
  }

  private static String number(double value) {
    String format = Math.abs(value) < 10 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String line(String... cells) {
    return String.format(Locale.ROOT, "%-38s %-20s %-20s %-20s %-20s %s%n", (Object[]) cells);
  }
}
