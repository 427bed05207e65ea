package diy.mesh.resources.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A value of YAML or JSON that knows where it was written. Immutable. */
public sealed interface Tree {

  /** The line of a tree that was read from no file. */
  int NO_LINE = 0;

  /** Where it starts: 1 for the first line, {@link #NO_LINE} where it is from no file. */
  int line();

  /**
   * Named fields.
   *
   * @param fields by name, in the order written
   */
  record Mapping(SequencedMap<String, Field> fields, int line) implements Tree {
    public Mapping {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field; null where there is no such field. */
    public @Nullable Tree get(String name) {
      Field field = fields.get(name);
      return field == null ? null : field.value();
    }

    @Override
    public Map<String, @Nullable Object> toPlain() {
      var plain = new LinkedHashMap<String, @Nullable Object>();
      fields.forEach((name, field) -> plain.put(name, field.value().toPlain()));
      return plain;
    }
  }

  /**
   * A field of a mapping.
   *
   * @param line of its name, which may be above its value's
   */
  record Field(String name, Tree value, int line) {}

  /** Values in order. */
  record Sequence(List<Tree> items, int line) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public List<@Nullable Object> toPlain() {
      var plain = new ArrayList<@Nullable Object>();
      items.forEach(item -> plain.add(item.toPlain()));
      return plain;
    }
  }

  /**
   * A single value.
   *
   * @param value a String, Boolean, Long, BigInteger, Double or null, by the rules of YAML 1.2
   * @param text as written, for messages
   */
  record Scalar(@Nullable Object value, String text, int line) implements Tree {
    @Override
    public @Nullable Object toPlain() {
      return value;
    }
  }

  /**
   * The same value as fresh, changeable {@link Map}s, {@link List}s, Strings, Numbers, Booleans and
   * nulls: what a JSON library takes. Lines are lost.
   */
  @Nullable Object toPlain();

  /**
   * The tree of what {@link #toPlain} gives, with no lines: for values that a JSON library read.
   *
   * @throws IllegalArgumentException if a value is none of those types, or a key is no String
   */
  static Tree ofPlain(@Nullable Object plain) {
    return switch (plain) {
      case null -> new Scalar(null, "null", NO_LINE);
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<String, Field>();
        map.forEach(
            (key, value) -> {
              if (!(key instanceof String name)) {
                throw new IllegalArgumentException("key: %s (expected: a String)".formatted(key));
              }
              fields.put(name, new Field(name, ofPlain(value), NO_LINE));
            });
        yield new Mapping(fields, NO_LINE);
      }
      case List<?> list -> {
        var items = new ArrayList<Tree>();
        list.forEach(item -> items.add(ofPlain(item)));
        yield new Sequence(items, NO_LINE);
      }
      case Integer number -> new Scalar(number.longValue(), number.toString(), NO_LINE);
      case String _, Boolean _, Number _ -> new Scalar(plain, plain.toString(), NO_LINE);
      default ->
          throw new IllegalArgumentException(
              "value: %s (expected: Map, List, String, Number, Boolean or null)"
                  .formatted(plain.getClass()));
    };
  }
}
