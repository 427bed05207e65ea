package diy.mesh.meshctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.meshctl.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final CommandLine commandLine =
      Main.commandLine(
              new Context(
                  terminal(output), terminal(errors), Path.of("/checkout"), false, Instant.EPOCH))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get nonsense",
        "get pods --output yaml",
        "exec app-a",
        "logs",
        "logs app-a --tail -2",
        "explain GET",
        "explain GET https://app-b/",
        "completion fish"
      })
  void a_wrong_argument_is_answered_with_the_usage(String line) {
    int code = commandLine.execute(line.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("Usage: ./meshctl ");
  }

  @Test
  void every_command_has_help_without_an_escape_byte() {
    for (String name : commandLine.getSubcommands().keySet()) {
      assertThat(commandLine.execute(name, "--help")).as(name).isZero();
    }

    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("For example: ./meshctl explain GET http://app-b/ --from app-a")
        .doesNotContain("\u001b");
  }

  @Test
  void the_version_without_a_node_is_this_programs_alone() throws Exception {
    commandLine.execute("version", "--node", "nosuchnode", "-o", "json");

    var version = new ObjectMapper().readTree(output.toString(StandardCharsets.UTF_8));
    assertThat(version.path("meshctl").path("jdk").asText())
        .isEqualTo(Runtime.version().toString());
    assertThat(version.path("node").isNull()).isTrue();
  }

  @Test
  void bash_completes_commands_kinds_and_the_names_of_pods(@TempDir Path folder) throws Exception {
    commandLine.execute("completion", "bash");
    var script = folder.resolve("completion.bash");
    Files.writeString(script, output.toString(StandardCharsets.UTF_8));
    var program = Files.writeString(folder.resolve("meshctl"), "#!/bin/sh\necho $1-$2 app-a-1");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThat(completed(script, program, "ex")).contains("exec", "explain");
    assertThat(completed(script, program, "get pro")).isEqualTo("proxies");
    assertThat(completed(script, program, "exec na")).isEqualTo("names-pods");
    assertThat(completed(script, program, "routes na")).isEqualTo("names-services");
    assertThat(completed(script, program, "get pods na")).isEqualTo("names-pods");
    assertThat(completed(script, program, "explain GET --from app")).isEqualTo("app-a-1");
  }

  private static String completed(Path script, Path program, String typed) throws Exception {
    var shell =
        new ProcessBuilder(
                "bash",
                "-c",
                """
                source "$1"; shift
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                _meshctl_names; printf '%s ' "${COMPREPLY[@]}"
                """,
                "bash",
                script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    shell.command().add(program.toString());
    shell.command().addAll(List.of(typed.split(" ")));
    var process = shell.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
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
