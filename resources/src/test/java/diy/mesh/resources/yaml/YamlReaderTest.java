package diy.mesh.resources.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

  @Test
  void every_part_knows_its_line() {
    var root =
        only(
            """
            # a comment
            kind: Service
            spec:
              ports:
                - port: 80
            """);

    var spec = field(root, "spec");
    var ports = field(spec.value(), "ports");
    assertThat(root.line()).isEqualTo(2);
    assertThat(spec.line()).isEqualTo(3);
    assertThat(spec.value().line()).isEqualTo(4);
    assertThat(ports.line()).isEqualTo(4);
    assertThat(ports.value().line()).isEqualTo(5);
  }

  @Test
  void plain_scalars_mean_what_the_core_schema_says() {
    var plain =
        only("[yes, on, true, ~, null, 12, -0, 0o17, 0x1F, 012, 1.5, 1e3, 1.2.3, 12:30, '12']")
            .toPlain();

    assertThat(plain)
        .isEqualTo(
            Arrays.asList(
                "yes", "on", true, null, null, 12L, 0L, 15L, 31L, 12L, 1.5, 1000.0, "1.2.3",
                "12:30", "12"));
  }

  @Test
  void a_whole_number_of_any_size_is_kept() {
    assertThat(only("n: 123456789012345678901234567890").toPlain())
        .isEqualTo(Map.of("n", new BigInteger("123456789012345678901234567890")));
  }

  @Test
  void each_document_keeps_its_exact_text() {
    String text = "# first\na: 1\n---\n# ✓ 𝄞 second\nb: 2 # end\n---\n# nothing\n---\nc: 3\n";

    var file = YamlReader.read(text);

    assertThat(file.documents())
        .extracting(YamlDocument::text)
        .containsExactly("# first\na: 1\n", "---\n# ✓ 𝄞 second\nb: 2 # end\n", "---\nc: 3\n");
  }

  @Test
  void documents_read_alone_say_what_they_said_together() {
    for (long seed = 0; seed < 500; seed++) {
      String text = anyFile(new Random(seed));

      var together = YamlReader.read(text).documents();
      var alone = together.stream().map(document -> only(document.text()).toPlain()).toList();

      assertThat(together)
          .as("seed %d", seed)
          .extracting(document -> document.root().toPlain())
          .isEqualTo(alone);
    }
  }

  @Test
  void a_tree_of_plain_values_gives_them_back() {
    var plain = Map.of("a", List.of("x", 1L, true), "b", Map.of("c", 1.5));

    assertThat(Tree.ofPlain(plain).toPlain()).isEqualTo(plain);
  }

  @Test
  void a_field_written_twice_is_refused_with_both_lines() {
    assertThat(YamlReader.read("a: 1\nb: 2\na: 3\nb: 4\n").problems())
        .containsExactly(
            new YamlProblem(3, "a: a second time (expected: once; the first is on line 1)"),
            new YamlProblem(4, "b: a second time (expected: once; the first is on line 2)"));
  }

  @Test
  void broken_syntax_is_refused_with_its_line_and_what_was_before_it_is_read() {
    var file = YamlReader.read("a: 1\n---\nb: [1, 2\nc: 3\n");

    assertThat(file.documents()).hasSize(1);
    assertThat(file.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(4);
              assertThat(problem.message()).startsWith("not YAML: while parsing a flow sequence");
            });
  }

  @Test
  void an_alias_repeats_its_anchor() {
    assertThat(only("a: &x {b: 1}\nc: *x\n").toPlain())
        .isEqualTo(Map.of("a", Map.of("b", 1L), "c", Map.of("b", 1L)));
  }

  @Test
  void aliases_cannot_multiply_without_bound() {
    String bomb =
        "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
            + IntStream.range(1, 12)
                .mapToObj(
                    i -> "a%d: &a%d [%s]".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)))
                .collect(Collectors.joining("\n"));

    assertThat(problem(bomb).message())
        .isEqualTo("aliases: stand for more than 10000 values (expected: fewer)");
  }

  @Test
  void an_alias_inside_its_own_anchor_is_refused() {
    assertThat(problem("a: &x\n  b: *x\n"))
        .isEqualTo(new YamlProblem(2, "alias: *x (expected: an anchor above it)"));
  }

  @Test
  void depth_is_bounded() {
    assertThat(problem("[".repeat(100_000)).message())
        .isEqualTo("depth: more than 100 (expected: at most that)");
  }

  @Test
  void what_is_not_of_the_core_schema_is_refused() {
    assertThat(problem("a: !java.lang.Runtime x").message())
        .isEqualTo("tag: !java.lang.Runtime (expected: none, !!str, !!map or !!seq)");
    assertThat(problem("b: {<<: {c: 1}}").message()).startsWith("<<: merge keys are not part of");
    assertThat(problem("? [a]\n: 1").message()).startsWith("field name: no single value");
  }

  @Test
  void no_text_makes_the_reader_throw() {
    for (long seed = 0; seed < 5_000; seed++) {
      var dice = new Random(seed);
      String letters = "ab:- \n\t#[]{}&*!|>'\"%@`,?\\~0\u0000\u00e9\ud834\udd1e";
      String text =
          IntStream.range(0, dice.nextInt(40))
              .mapToObj(_ -> letters.substring(dice.nextInt(letters.length())).substring(0, 1))
              .collect(Collectors.joining());

      var file = YamlReader.read(text);

      assertThat(file).as("seed %d", seed).isNotNull();
    }
  }

  private static Tree only(String text) {
    var file = YamlReader.read(text);
    assertThat(file.problems()).isEmpty();
    assertThat(file.documents()).hasSize(1);
    return file.documents().getFirst().root();
  }

  private static Tree.Field field(Tree tree, String name) {
    return Objects.requireNonNull(((Tree.Mapping) tree).fields().get(name));
  }

  private static YamlProblem problem(String text) {
    return YamlReader.read(text).problems().getFirst();
  }

  private static String anyFile(Random dice) {
    var text = new StringBuilder(dice.nextBoolean() ? "---\n" : "");
    int documents = 1 + dice.nextInt(4);
    for (int i = 0; i < documents; i++) {
      text.append(
          i == 0 ? "" : List.of("---\n", "--- # next\n", "...\n---\n").get(dice.nextInt(3)));
      text.append(dice.nextBoolean() ? "# é 𝄞\n" : "");
      text.append("key").append(i).append(":\n");
      for (int j = dice.nextInt(3); j >= 0; j--) {
        text.append("  - {n: ").append(dice.nextInt()).append(", s: \"𝄞\"}\n");
      }
    }
    return text.toString();
  }
}
