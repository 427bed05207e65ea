package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import diy.mesh.standalone.objects.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says of a running node, and does inside it. */
@NamespaceTest
class CommandLineTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "get pods",
        "get services",
        "get routes",
        "get endpoints",
        "get deployments",
        "get proxies",
        "routes",
        "endpoints",
        "explain GET http://stable/",
        "check",
        "version"
      })
  void an_answer_is_plain_for_a_pipe_and_one_strict_document_as_json(String words, Mesh mesh)
      throws Exception {
    var text = mesh.ask(words.split(" "));
    var json = mesh.ask((words + " --output json").split(" "));

    assertThat(text.output() + text.errors()).as("%s", text).doesNotContain("\u001b");
    assertThat(text.output()).isNotBlank();
    assertThat(json.lines()).as("%s", json).hasSize(1);
    assertThat(STRICT.readTree(json.output()).isObject()).isTrue();
  }

  @Test
  void what_is_explained_is_what_the_next_request_gets(Mesh mesh) throws Exception {
    mesh.apply(Routes.split("weights", 50, 50));
    for (int i = 0; i < 6; i++) {
      JsonNode explained =
          json(mesh.ask("explain", "GET", "http://weights/", "--from", "client", "-o", "json"));

      var answer = mesh.curl("client", "http://weights/who").output();

      assertThat(answer).startsWith(explained.path("backend").asText().split("/", 2)[1] + " ");
    }
  }

  @Test
  void the_rule_that_wins_is_named_by_the_file_and_line_where_its_author_wrote_it(
      @TempDir Path folder, Mesh mesh) throws Exception {
    var before = Routes.split("incomplete", "stable", 1, "canary", 1).lines().toList();
    var route = Routes.split("weights", 90, 10);
    var file = folder.resolve("mine.yaml");
    Files.writeString(file, String.join("\n", before) + "\n---\n# mine\n" + route);
    mesh.ask("apply", "-f", file.toString()).succeeded();

    var explained =
        json(mesh.ask("explain", "GET", "http://weights/", "--from", "client", "-o", "json"));

    JsonNode rule = explained.path("rule");
    int line = before.size() + 3;
    assertThat(rule.path("file").asText()).isEqualTo(file.toString());
    assertThat(rule.path("line").asInt()).isEqualTo(line);
    assertThat(mesh.ask("routes", "weights").output())
        .contains("%s:%d".formatted(file, line))
        .contains("90 of 100 to scenes/stable, 1 endpoint", "acked");
  }

  @Test
  void an_unknown_host_is_explained_as_not_ours(Mesh mesh) {
    var explained = mesh.ask("explain", "GET", "http://192.0.2.7/").succeeded();

    assertThat(explained.output()).contains("not ours", "goes to 192.0.2.7:80, untouched");
  }

  @Test
  void a_program_runs_inside_a_pod_as_the_apps_user_and_its_exit_code_is_passed_on(Mesh mesh) {
    var hosts = mesh.ask("exec", "client", "--", "cat", "/etc/hosts");
    var failed = mesh.ask("exec", "client", "--", "sh", "-c", "exit 7");

    assertThat(hosts.succeeded().output()).contains(mesh.pod("client").address());
    assertThat(failed.exitCode()).isEqualTo(7);
  }

  @Test
  void a_container_is_asked_for_its_log(Mesh mesh) {
    var log = mesh.ask("logs", "client", "-c", "mesh-proxy", "--tail", "200").succeeded();
    var unknown = mesh.ask("logs", "client", "-c", "sidecar");

    assertThat(log.output()).contains("is up");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.errors()).contains("there are: app, mesh-init, mesh-proxy");
  }

  @Test
  void a_check_names_a_route_that_leads_nowhere_and_what_helps(Mesh mesh) {
    mesh.apply(Routes.split("incomplete", "stable", 1, "nowhere", 1));

    var check = mesh.ask("check");

    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.output())
        .contains("manifest.yaml:1")
        .contains("backend scenes/nowhere: no such Service; create it");
  }

  @Test
  void up_into_a_running_node_waits_for_the_new_pods_of_a_changed_deployment(
      @TempDir Path folder, Mesh mesh) throws Exception {
    var manifest = Files.writeString(folder.resolve("rolling.yaml"), deployment("one"));
    try {
      mesh.ask("up", "-f", manifest.toString()).succeeded();
      Files.writeString(manifest, deployment("two"));

      mesh.ask("up", "-f", manifest.toString()).succeeded();

      var pods = json(mesh.ask("get", "pods", "-n", "outside", "-o", "json")).path("items");
      assertThat(pods.valueStream().map(pod -> pod.path("name").asText()))
          .filteredOn(name -> name.startsWith("rolling-"))
          .containsExactly("rolling-2");
    } finally {
      mesh.objects().delete(new ObjectKey("Deployment", "outside", "rolling"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "TERM=xterm NO_COLOR=, true",
    "TERM=xterm NO_COLOR=1, false",
    "TERM=dumb NO_COLOR=, false",
  })
  void colours_are_for_a_terminal_whose_owner_wants_them(String environment, boolean coloured) {
    var onTerminal = "script --quiet --return --command './meshctl status --node none' /dev/null";

    var answer = Command.run("sh", "-c", environment + " " + onTerminal);

    assertThat(answer.output()).contains("node none does not run");
    assertThat(answer.output().contains("\u001b[")).as("%s", answer).isEqualTo(coloured);
  }

  @Test
  void a_source_archive_knows_its_commit() {
    var commit = Command.run("git", "rev-parse", "HEAD").succeeded().output();

    var archived = Command.run("sh", "-c", "git archive HEAD .mvn/commit | tar -xO").succeeded();

    assertThat(archived.output().strip()).matches("[0-9a-f]{7,}");
    assertThat(commit).startsWith(archived.output().strip());
  }

  @Test
  void zsh_takes_the_completion(@TempDir Path folder) throws Exception {
    var script = folder.resolve("completion.zsh");
    Files.writeString(script, Command.meshctl("completion", "zsh").succeeded().output());

    var zsh = Command.run("zsh", "-f", "-c", "source " + script + "; print $_comps[meshctl]");

    assertThat(zsh.succeeded().output()).contains("_bash_complete", "_meshctl_names");
  }

  private static String deployment(String version) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: rolling, namespace: outside}
    spec:
      selector:
        matchLabels: {app: rolling}
      template:
        metadata:
          labels: {app: rolling}
        spec:
          containers:
            - name: app
              image: diy-mesh/test-server:dev
              env:
                - {name: VERSION, value: %s}
              readinessProbe:
                httpGet: {path: /who, port: 8080}
                periodSeconds: 1
    """
        .formatted(version);
  }

  private static JsonNode json(Command command) throws Exception {
    return STRICT.readTree(command.succeeded().output());
  }
}
