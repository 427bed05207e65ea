package diy.mesh.controlplane.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FolderContentsTest {

  @Test
  void a_new_file_applies_what_it_holds() {
    var before = FolderContents.EMPTY;

    var after = before.with(Map.of("a.yaml", services("a", "b")));

    assertThat(after.since(before).events())
        .extracting(FolderContentsTest::describe)
        .containsExactly("+a", "+b");
  }

  @Test
  void only_what_differs_is_told() {
    var before = FolderContents.EMPTY.with(Map.of("a.yaml", services("a", "b")));

    var after = before.with(Map.of("a.yaml", services("a", "c")));

    assertThat(after.since(before).events())
        .extracting(FolderContentsTest::describe)
        .containsExactly("-b", "+c");
  }

  @Test
  void a_broken_file_keeps_what_it_held_and_says_why() {
    var before = FolderContents.EMPTY.with(Map.of("a.yaml", services("a")));

    var after = before.with(Map.of("a.yaml", content("a.yaml", "kind: [")));

    assertThat(after.since(before).events()).isEmpty();
    assertThat(after.since(before).files())
        .singleElement()
        .satisfies(file -> assertThat(file.problems()).isNotEmpty());
  }

  @Test
  void a_broken_file_that_is_removed_takes_what_it_held_along() {
    var before =
        FolderContents.EMPTY
            .with(Map.of("a.yaml", services("a")))
            .with(Map.of("a.yaml", content("a.yaml", "kind: [")));

    var after = before.with(Map.of("a.yaml", FileContent.MISSING));

    assertThat(after.since(before).events())
        .extracting(FolderContentsTest::describe)
        .containsExactly("-a");
    assertThat(after.since(before).files())
        .containsExactly(new SourceFile("a.yaml", SourceFile.GONE, List.of()));
  }

  @Test
  void the_newcomer_loses_a_name_and_hears_where_it_is() {
    var before = FolderContents.EMPTY.with(Map.of("z.yaml", services("a")));

    var after = before.with(Map.of("b.yaml", services("new", "a")));

    assertThat(after.since(before).events()).isEmpty();
    assertThat(problems(after, "b.yaml"))
        .extracting(Problem::message)
        .containsExactly(
            "Service default/a: already at z.yaml:2 (expected: in one file; remove it from one of"
                + " them)");
  }

  @Test
  void a_copy_that_loses_a_name_is_named_by_where_its_author_wrote_it() {
    var mine = "# copied from /srv/mine.yaml:7\n" + service("a");
    var theirs = "# copied from /srv/theirs.yaml:20\n" + service("a");

    var after =
        FolderContents.EMPTY
            .with(Map.of("mine.yaml", content("mine.yaml", mine)))
            .with(Map.of("theirs.yaml", content("theirs.yaml", theirs)));

    assertThat(problems(after, "theirs.yaml"))
        .extracting(Problem::toString)
        .containsExactly(
            "/srv/theirs.yaml:21: Service default/a: already at /srv/mine.yaml:8 (expected: in one"
                + " file; remove it from one of them)");
  }

  @Test
  void an_edit_does_not_cost_a_file_the_name_it_had_first() {
    var before =
        FolderContents.EMPTY
            .with(Map.of("z.yaml", services("a")))
            .with(Map.of("b.yaml", services("a")));

    var after = before.with(Map.of("z.yaml", services("a", "c")));

    assertThat(problems(after, "z.yaml")).isEmpty();
    assertThat(problems(after, "b.yaml")).isNotEmpty();
  }

  @Test
  void the_newcomer_becomes_good_by_itself_when_the_other_lets_go() {
    var before =
        FolderContents.EMPTY
            .with(Map.of("z.yaml", services("a")))
            .with(Map.of("b.yaml", services("a")));

    var after = before.with(Map.of("z.yaml", FileContent.MISSING));

    assertThat(problems(after, "b.yaml")).isEmpty();
    assertThat(after.since(before).files())
        .extracting(SourceFile::name)
        .containsExactlyInAnyOrder("z.yaml", "b.yaml");
  }

  @Test
  void names_may_change_files_in_one_go() {
    var before =
        FolderContents.EMPTY.with(Map.of("a.yaml", services("a"), "b.yaml", services("b")));

    var after = before.with(Map.of("a.yaml", services("b"), "b.yaml", services("a")));

    assertThat(problems(after, "a.yaml")).isEmpty();
    assertThat(problems(after, "b.yaml")).isEmpty();
  }

  @Test
  void whoever_hears_all_changes_knows_what_serves_and_no_name_serves_twice() {
    for (long seed = 0; seed < 100; seed++) {
      var dice = new Random(seed);
      var contents = FolderContents.EMPTY;
      var heard = new HashMap<ResourceKey, Resource>();
      for (int round = 0; round < 12; round++) {
        var before = contents;
        contents = before.with(anyReading(dice));
        for (var event : contents.since(before).events()) {
          switch (event) {
            case ResourceEvent.Applied(var resource) -> heard.put(resource.key(), resource);
            case ResourceEvent.Removed(var key) -> heard.remove(key);
            case ResourceEvent.Refused refused -> throw new AssertionError(refused);
          }
        }

        var serving = contents.files().values().stream().map(held -> held.serving()).toList();
        assertThat(serving.stream().mapToInt(Map::size).sum())
            .as("seed %d, round %d: each name once", seed, round)
            .isEqualTo(heard.size());
        assertThat(heard)
            .as("seed %d, round %d", seed, round)
            .isEqualTo(serving.stream().collect(HashMap::new, HashMap::putAll, HashMap::putAll));
      }
    }
  }

  @Test
  void a_file_without_problems_serves_exactly_what_it_says() {
    for (long seed = 0; seed < 100; seed++) {
      var dice = new Random(seed);
      var contents = FolderContents.EMPTY;
      for (int round = 0; round < 12; round++) {
        contents = contents.with(anyReading(dice));

        for (var held : contents.files().values()) {
          if (held.problems().isEmpty()) {
            assertThat(held.serving().values())
                .as("seed %d, round %d", seed, round)
                .containsExactlyInAnyOrderElementsOf(held.content().resources());
          }
        }
      }
    }
  }

  private static Map<String, FileContent> anyReading(Random dice) {
    var reading = new LinkedHashMap<String, FileContent>();
    for (int i = dice.nextInt(3); i >= 0; i--) {
      String file = "abcd".charAt(dice.nextInt(4)) + ".yaml";
      FileContent content =
          switch (dice.nextInt(6)) {
            case 0 -> FileContent.MISSING;
            case 1 -> content(file, "kind: [" + dice.nextInt());
            default -> content(file, anyServices(dice));
          };
      reading.put(file, content);
    }
    return reading;
  }

  private static String anyServices(Random dice) {
    var services = new TreeMap<String, String>();
    for (int i = dice.nextInt(3); i > 0; i--) {
      String name = "" + "uvwx".charAt(dice.nextInt(4));
      services.put(name, service(name) + "spec: {clusterIP: 10.0.0." + dice.nextInt(3) + "}\n");
    }
    return String.join("", services.values());
  }

  private static FileContent services(String... names) {
    return content(
        "z.yaml", String.join("", List.of(names).stream().map(n -> service(n)).toList()));
  }

  private static String service(String name) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: %s}\n".formatted(name);
  }

  private static FileContent content(String name, String text) {
    return FileContent.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Problem> problems(FolderContents contents, String file) {
    return contents.files().entrySet().stream()
        .filter(entry -> entry.getKey().equals(file))
        .flatMap(entry -> entry.getValue().problems().stream())
        .toList();
  }

  private static String describe(ResourceEvent event) {
    return switch (event) {
      case ResourceEvent.Applied(var resource) -> "+" + resource.metadata().name();
      case ResourceEvent.Removed(var key) -> "-" + key.name();
      case ResourceEvent.Refused(var key, _, _) -> "!" + key.name();
    };
  }
}
