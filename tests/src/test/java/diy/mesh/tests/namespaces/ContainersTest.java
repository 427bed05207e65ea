package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.objects.ObjectKey;
import diy.mesh.tests.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one does with a container from outside: enter it, read its log. */
@NamespaceTest
class ContainersTest {

  /** More than a log's file holds, so that one takes the place of another meanwhile. */
  private static final int LINES = 300_000;

  private static final String TALKER =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: talker, namespace: outside}
      spec:
        selector:
          matchLabels: {app: talker}
        template:
          metadata:
            labels: {app: talker}
          spec:
            volumes:
              - {name: shared, emptyDir: {}}
            containers:
              - name: talker
                image: none
                workingDir: /mnt
                command: [sh, -c]
                args:
                  - mkfifo /mnt/go; echo ready; read -r word < /mnt/go;
                    seq -f '%.0f lines are nothing to somebody who follows' 300000;
                    trap 'echo bye; exit 0' TERM; sleep infinity & wait
                env:
                  - {name: LANGUAGE, value: "two\\nlines"}
                volumeMounts:
                  - {name: shared, mountPath: /mnt}
              - name: other
                image: none
                command: [sleep, infinity]
                env:
                  - {name: LANGUAGE, value: other}
      """;

  @Test
  void a_program_has_the_user_and_environment_of_the_container_that_is_named(Mesh mesh) {
    var app = mesh.ask("exec", "client", "--", "sh", "-c", "id -u; echo $VERSION $POD_NAME");
    var proxy =
        mesh.ask("exec", "client", "-c", "mesh-proxy", "--", "sh", "-c", "id -u; echo $POD_NAME");
    var ended = mesh.ask("exec", "client", "-c", "mesh-init", "--", "true");

    assertThat(app.succeeded().lines().getLast()).isEqualTo("client");
    assertThat(proxy.succeeded().lines()).containsExactly("1337", mesh.pod("client").name());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors()).contains("container mesh-init of pod client-1 does not run now");
  }

  @Test
  void a_program_is_given_what_comes_on_standard_input(Mesh mesh) {
    var into = "./meshctl exec --node " + mesh.node() + " client -- ";

    var answer = Command.run("sh", "-c", "printf 'a\\nb' | " + into + "sh -c 'cat; exit 3'");

    assertThat(answer.output()).isEqualTo("a\nb");
    assertThat(answer.exitCode()).isEqualTo(3);
  }

  @Test
  void whoever_follows_a_log_misses_nothing_while_its_files_take_turns(
      @TempDir Path folder, Mesh mesh) throws Exception {
    var manifest = Files.writeString(folder.resolve("talker.yaml"), TALKER);
    try {
      mesh.ask("up", "-f", manifest.toString()).succeeded();
      var environment = "printf %s \"$LANGUAGE\"; pwd";
      assertThat(mesh.ask("exec", "talker", "-c", "talker", "--", "sh", "-c", environment).output())
          .isEqualTo("two\nlines/mnt\n");
      assertThat(mesh.ask("exec", "talker", "-c", "other", "--", "sh", "-c", environment).output())
          .startsWith("other");

      var lines = followed(mesh);

      var expected = IntStream.rangeClosed(1, LINES).mapToObj(ContainersTest::line);
      assertThat(lines).isEqualTo("ready\n" + expected.collect(Collectors.joining("\n")));
      var log = mesh.settings().stateDirectory().resolve("pods/outside.talker-1/talker.log");
      assertThat(Files.size(log)).isLessThan(10 << 20);
      assertThat(mesh.ask("logs", "talker", "-c", "talker").succeeded().output())
          .isEqualTo(lines + "\n");
      assertThat(followedToTheEnd(mesh)).isEqualTo("bye\n");
    } finally {
      mesh.objects().delete(new ObjectKey("Deployment", "outside", "talker"));
    }
  }

  /** All that a follower reads from before the talker begins, up to its last line. */
  private static String followed(Mesh mesh) throws Exception {
    var follower =
        new ProcessBuilder(
                "./meshctl", "logs", "--node", mesh.node(), "talker", "-c", "talker", "-f")
            .directory(Checkout.findRoot().toFile())
            .start();
    try (var output = follower.inputReader()) {
      var read = new StringBuilder(output.readLine());
      mesh.ask("exec", "talker", "-c", "talker", "--", "sh", "-c", "echo > /mnt/go").succeeded();
      String line;
      do {
        line = output.readLine();
        read.append('\n').append(line);
      } while (line != null && !line.equals(line(LINES)));
      return read.toString();
    } finally {
      follower.destroy();
      assertThat(follower.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** All that a follower reads of a pod that is ended meanwhile, its last words included. */
  private static String followedToTheEnd(Mesh mesh) throws Exception {
    var words = "./meshctl logs --node %s talker -c talker -f --tail 1".formatted(mesh.node());
    var follower =
        new ProcessBuilder(words.split(" ")).directory(Checkout.findRoot().toFile()).start();
    try (var output = follower.inputReader()) {
      assertThat(output.readLine()).isEqualTo(line(LINES));
      mesh.objects().delete(new ObjectKey("Deployment", "outside", "talker"));
      var rest = output.readAllAsString();
      assertThat(follower.waitFor()).isZero();
      return rest;
    } finally {
      follower.destroy();
    }
  }

  private static String line(int number) {
    return number + " lines are nothing to somebody who follows";
  }
}
