package diy.mesh.meshctl;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final CommandLine commandLine =
      Main.commandLine(
              new Context(terminal(output), terminal(errors), Path.of("/checkout"), Instant.EPOCH))
          .setOut(new PrintWriter(output, true, StandardCharsets.UTF_8))
          .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));

  @Test
  void without_a_command_it_says_which_there_are() {
    int code = commandLine.execute();

    assertThat(code).isZero();
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("demo", "up", "apply", "curl", "down", "Begin with: ./meshctl demo")
        .doesNotContain("Run a node until stopped");
  }

  @Test
  void wrong_arguments_are_exit_code_two() {
    assertThat(commandLine.execute("up")).isEqualTo(2);
    assertThat(commandLine.execute("demo", "--requests", "many")).isEqualTo(2);
    assertThat(commandLine.execute("demon")).isEqualTo(2);
  }

  @Test
  void a_failure_is_one_line_that_names_the_next_command() {
    int code = commandLine.execute("apply", "-f", "canary.yaml", "--node", "nosuchnode");

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo("meshctl: node nosuchnode does not run; start it: ./meshctl up -f DIR\n");
  }

  @Test
  void a_stack_trace_is_shown_on_demand_only() {
    commandLine.execute("apply", "-f", "x.yaml", "--node", "nosuchnode", "--verbose");

    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("at diy.mesh.meshctl.");
  }

  @Test
  void what_follows_curl_is_left_to_curl() {
    var parsed =
        commandLine.parseArgs("curl", "--from", "app-a", "-s", "http://app-b/", "-o", "x", "-h");

    var curl = parsed.subcommand();
    assertThat(curl.matchedPositionals())
        .flatExtracting(positional -> positional.stringValues())
        .isEqualTo(List.of("-s", "http://app-b/", "-o", "x", "-h"));
    assertThat(curl.isUsageHelpRequested()).isFalse();
  }

  private static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }
}
