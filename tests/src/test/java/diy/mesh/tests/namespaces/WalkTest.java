package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents show of the command line is what somebody sees who types it. */
@Tag("namespaces")
@Timeout(300)
class WalkTest {

  /** A node of its own, so that one of the user's is left alone. */
  private static final String NODE = "walk";

  /** In the checkout, and left behind by the walk. */
  private static final Path ROUTE = Checkout.findRoot().resolve("my-route.yaml");

  @AfterEach
  void nothing_is_left() throws IOException {
    Command.meshctl("down", "--node", NODE).succeeded();
    Files.deleteIfExists(ROUTE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "README.md, ## A walk through it, 8",
    "docs/book/05-command-line.md, '', 5",
  })
  void each_command_shows_what_the_document_says(String document, String heading, int atLeast)
      throws IOException {
    Command.meshctl("version").succeeded(); // builds what is stale
    var text = Files.readString(Checkout.findRoot().resolve(document));
    var steps = steps(text.substring(text.indexOf(heading)));
    if (heading.isEmpty()) {
      typed("./meshctl up -f sample-app/k8s"); // shown there without what it prints
    }

    assertThat(steps).hasSizeGreaterThanOrEqualTo(atLeast);
    for (Step step : steps) {
      var typed = typed(step.command());
      assertThat(plain(typed.lines()))
          .as("%s shows another output of%n%s%n%s", document, step.command(), typed.output())
          .containsExactlyInAnyOrderElementsOf(plain(step.output()));
    }
  }

  /** A command line after {@code $}, and what stands below it. */
  private record Step(String command, List<String> output) {}

  private static List<Step> steps(String text) {
    var steps = new ArrayList<Step>();
    boolean open = false;
    boolean shown = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ") && !steps.isEmpty() && text.startsWith("## ")) {
        return steps;
      }
      if (line.startsWith("```")) {
        open = !open;
        shown = open && line.equals("```"); // a fence with a language shows no output
      } else if (shown && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else if (shown && !steps.isEmpty()) {
        steps.getLast().output().add(line);
      }
    }
    return steps;
  }

  private static Command typed(String command) {
    // Of the node of this test; curl takes what it does not know for its own.
    var onNode = command.replaceAll("(\\./meshctl (?!-)\\w+)", "$1 --node " + NODE);
    return Command.run("sh", "-c", "exec 2>&1; " + onNode);
  }

  /** Without what differs from run to run: numbers, versions, and whose turn it is or was. */
  private static List<String> plain(List<String> lines) {
    return lines.stream()
        .flatMap(line -> line.isBlank() ? Stream.empty() : Stream.of(line))
        .map(
            line ->
                line.replace("-" + NODE, "")
                    .replace(NODE, "mesh")
                    .replaceAll(", (whose turn it is|next)$", ""))
        .map(line -> line.replaceAll("-> app-b.*", "-> app-b"))
        .map(line -> line.replaceAll("\\b[0-9a-f]{10,}(-changed)?\\b", "H"))
        .map(line -> line.replaceAll("\\d+([.,]\\d+)*", "N").replaceAll("\\s+", " ").strip())
        .toList();
  }
}
