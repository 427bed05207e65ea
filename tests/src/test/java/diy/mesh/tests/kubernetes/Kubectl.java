package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl}, as the person has it who runs the tests. */
final class Kubectl {

  private Kubectl() {}

  /** What a command said, and whether it succeeded. */
  record Said(boolean good, String text) {}

  /** Runs it, and fails if it does. */
  static String run(String... arguments) throws IOException {
    var said = tried("", arguments);
    assertThat(said.good()).as("kubectl %s: %s", List.of(arguments), said.text()).isTrue();
    return said.text();
  }

  static String apply(String yaml) throws IOException {
    var said = tried("---\n" + yaml, "apply", "-f", "-"); // what begins with { is taken for JSON
    assertThat(said.good()).as("kubectl apply: %s", said.text()).isTrue();
    return said.text();
  }

  /** Runs it with this as its input. */
  static Said tried(String input, String... arguments) throws IOException {
    var command = new ArrayList<String>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Said(process.waitFor() == 0, text.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Waits for a condition of a resource, for half a minute. */
  static void await(String namespace, String resource, String condition) throws IOException {
    run("wait", "-n", namespace, resource, "--for=condition=" + condition, "--timeout=30s");
  }
}
