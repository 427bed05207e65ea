package diy.mesh.resources;

import diy.mesh.model.service.Cidr;
import diy.mesh.resources.yaml.Tree;
import java.net.InetAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping, asked for by name and type. What has another type is reported and then
 * treated as absent, so that reading goes on and finds everything that is wrong. A null is absent.
 */
public final class Fields {

  private final Tree.Mapping mapping;
  private final String path;
  private final Problems problems;

  /**
   * The fields of a mapping.
   *
   * @param path what problems put before a field's name: empty, or such as {@code spec.}
   */
  public Fields(Tree.Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  public Tree.Mapping tree() {
    return mapping;
  }

  int line() {
    return mapping.line();
  }

  /** The line of a field, or of the mapping where it has no such field. */
  public int line(String name) {
    Tree.Field field = mapping.fields().get(name);
    return field == null ? mapping.line() : field.line();
  }

  /** Reports every field of another name. */
  void only(Set<String> names) {
    for (Tree.Field field : mapping.fields().values()) {
      if (!names.contains(field.name())) {
        problems.add(
            field.line(),
            "%s%s: not a field of this (expected: one of %s)"
                .formatted(path, field.name(), names.stream().sorted().toList()));
      }
    }
  }

  /** Reports every field of another name, as one that others may understand and we do not yet. */
  void onlySupported(Set<String> names) {
    for (Tree.Field field : mapping.fields().values()) {
      if (!names.contains(field.name()) && find(field.name()) != null) {
        problems.add(
            field.line(),
            "%s%s: not supported yet (expected: only %s)"
                .formatted(
                    path, field.name(), String.join(", ", names.stream().sorted().toList())));
      }
    }
  }

  /** Reports a field that is not there. */
  public void require(String name, String expected) {
    if (find(name) == null) {
      problems.add(mapping.line(), "%s%s: missing (expected: %s)".formatted(path, name, expected));
    }
  }

  /** Reports a field's value. */
  public void refuse(String name, Object value, String expected) {
    problems.add(line(name), "%s%s: %s (expected: %s)".formatted(path, name, value, expected));
  }

  public Optional<String> text(String name) {
    return read(name, "text", Fields::textOf);
  }

  public Optional<Boolean> flag(String name) {
    return read(name, "true or false", tree -> scalarOf(tree, Boolean.class));
  }

  /** A whole number; not one written as text or with a fraction. */
  public OptionalInt whole(String name, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    Optional<Long> number = read(name, expected, tree -> inRange(tree, least, most));
    return number.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(number.get()));
  }

  Optional<Long> wholeOfAnySize(String name) {
    return read(name, "a whole number", tree -> scalarOf(tree, Long.class));
  }

  Optional<Instant> instant(String name) {
    return read(name, "a time such as 2026-11-01T12:00:00Z", Fields::instantOf);
  }

  Optional<InetAddress> ip(String name) {
    return read(name, "an IP address", Fields::ipOf);
  }

  /** IP addresses in order; those that are none are reported and left out. */
  List<InetAddress> ips(String name) {
    return items(name, "an IP address", Fields::ipOf);
  }

  public List<String> texts(String name) {
    return items(name, "text", Fields::textOf);
  }

  public Map<String, String> textsByName(String name) {
    var texts = new LinkedHashMap<String, String>();
    fields(name)
        .ifPresent(
            inner ->
                inner
                    .mapping
                    .fields()
                    .keySet()
                    .forEach(key -> inner.text(key).ifPresent(value -> texts.put(key, value))));
    return texts;
  }

  public Optional<Fields> fields(String name) {
    return read(name, "a mapping", Fields::mappingOf)
        .map(inner -> new Fields(inner, path + name + ".", problems));
  }

  public List<Fields> fieldsOfItems(String name) {
    var fields = new ArrayList<Fields>();
    List<Tree.Mapping> mappings = items(name, "a mapping", Fields::mappingOf);
    for (int i = 0; i < mappings.size(); i++) {
      fields.add(new Fields(mappings.get(i), "%s%s[%d].".formatted(path, name, i), problems));
    }
    return fields;
  }

  /** Whether the field is a list of nothing. */
  boolean isEmptyList(String name) {
    return mapping.get(name) instanceof Tree.Sequence(var items, _) && items.isEmpty();
  }

  private @Nullable Tree find(String name) {
    Tree value = mapping.get(name);
    return value instanceof Tree.Scalar(var scalar, _, _) && scalar == null ? null : value;
  }

  private <T> Optional<T> read(
      String name, String expected, Function<Tree, @Nullable T> conversion) {
    Tree value = find(name);
    return value == null ? Optional.empty() : convert(name, value, expected, conversion);
  }

  private <T> List<T> items(String name, String expected, Function<Tree, @Nullable T> conversion) {
    var items = new ArrayList<T>();
    Optional<Tree.Sequence> sequence =
        read(name, "a list", tree -> tree instanceof Tree.Sequence list ? list : null);
    if (sequence.isPresent()) {
      List<Tree> trees = sequence.get().items();
      for (int i = 0; i < trees.size(); i++) {
        convert("%s[%d]".formatted(name, i), trees.get(i), expected, conversion)
            .ifPresent(items::add);
      }
    }
    return items;
  }

  private <T> Optional<T> convert(
      String name, Tree value, String expected, Function<Tree, @Nullable T> conversion) {
    T converted = conversion.apply(value);
    if (converted == null) {
      problems.add(
          value.line(), "%s%s: %s (expected: %s)".formatted(path, name, shown(value), expected));
      return Optional.empty();
    }
    return Optional.of(converted);
  }

  private static String shown(Tree value) {
    return switch (value) {
      case Tree.Scalar(String text, _, _) -> "'" + text + "'";
      case Tree.Scalar(_, var written, _) -> written.isEmpty() ? "null" : written;
      case Tree.Mapping _ -> "a mapping";
      case Tree.Sequence _ -> "a list";
    };
  }

  private static <T> @Nullable T scalarOf(Tree tree, Class<T> type) {
    return tree instanceof Tree.Scalar(var value, _, _) && type.isInstance(value)
        ? type.cast(value)
        : null;
  }

  private static Tree.@Nullable Mapping mappingOf(Tree tree) {
    return tree instanceof Tree.Mapping mapping ? mapping : null;
  }

  private static @Nullable String textOf(Tree tree) {
    return scalarOf(tree, String.class);
  }

  private static @Nullable Long inRange(Tree tree, int least, int most) {
    Long number = scalarOf(tree, Long.class);
    return number != null && number >= least && number <= most ? number : null;
  }

  private static @Nullable Instant instantOf(Tree tree) {
    String text = textOf(tree);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** As strict as blocks are: the JDK alone would take 10.1 for 10.0.0.1. */
  private static @Nullable InetAddress ipOf(Tree tree) {
    String text = textOf(tree);
    try {
      return text == null || text.contains("/") ? null : Cidr.parse(text).network();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
