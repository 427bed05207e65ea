package diy.mesh.meshctl.report;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All of one kind.
 *
 * @param kind its plural
 * @param items by namespace and name
 */
public record Listing(String kind, List<Item> items) implements Report {

  public Listing {
    items = List.copyOf(items);
  }

  public static Listing of(Kind kind, List<? extends Item> items) {
    return new Listing(kind.plural(), List.copyOf(items));
  }

  /**
   * Those of a namespace.
   *
   * @param namespace empty for all
   */
  public Listing in(String namespace) {
    return namespace.isEmpty()
        ? this
        : new Listing(
            kind, items.stream().filter(item -> item.namespace().equals(namespace)).toList());
  }

  /**
   * Those of a name.
   *
   * @param name with or without the namespace before it; empty for all
   * @throws Failure if there is none; it says what there is
   */
  public Listing named(String name) {
    var found = about(name);
    if (found.items().isEmpty() && !name.isEmpty()) {
      throw new Failure(
          "%s %s: none of that name (there are: %s)".formatted(kind, name, namesOf(items)));
    }
    return found;
  }

  /** Those of a name, which may be none at all. */
  public Listing about(String name) {
    return name.isEmpty()
        ? this
        : new Listing(
            kind,
            items.stream()
                .filter(
                    item ->
                        name.equals(item.name())
                            || name.equals(item.namespace() + "/" + item.name()))
                .toList());
  }

  private static String namesOf(List<Item> items) {
    String names =
        items.stream()
            .map(item -> item.namespace() + "/" + item.name())
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  @Override
  public List<String> lines() {
    if (items.isEmpty()) {
      return List.of("no %s".formatted(kind));
    }
    var rows = new ArrayList<List<String>>();
    rows.add(Kind.named(kind).orElseThrow().headings());
    items.forEach(item -> rows.add(item.cells()));
    return Table.render(rows);
  }
}
