package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Tiltfile asks Tilt for: run by a Starlark interpreter (from Go's module proxy), with
 * stubs in place of Tilt's functions that print their calls.
 */
@KubernetesTest
class TiltfileTest {

  private static final String INTERPRETER =
      "go.starlark.net/cmd/starlark@v0.0.0-20260908191801-89a6a09411d5";

  private static final String STUBS =
      """
      TRIGGER_MODE_MANUAL = "manual"
      def config_define_string(name, usage): pass
      def config_parse(): return SETTINGS
      def local_resource(name, **more):
          print("button" if more.get("auto_init") == False else "local", name, more.get("cmd"))
      def docker_build(name, context, **more):
          print("docker_build", name, context, more["only"], more["match_in_env_vars"])
      def custom_build(name, command, **more):
          print("custom_build", name, command, more["match_in_env_vars"], more["disable_push"])
      def kustomize(path): return path
      def k8s_yaml(path): print("k8s_yaml", path)
      def k8s_resource(name, **more):
          print("k8s_resource", name, more.get("labels"), more.get("resource_deps"))
      """;

  private static final List<String> COMPONENTS =
      List.of(
          "init-container", "data-plane", "control-plane", "admission-controller", "sample-app");

  @TempDir private Path folder;

  @Test
  void each_component_is_built_from_what_maven_made_and_replaced_in_variables_too()
      throws Exception {
    var calls = run("{}");

    for (String component : COMPONENTS) {
      assertThat(calls)
          .contains(
              "docker_build docker.io/diy-mesh/%1$s %1$s [\"target/quick\"] True"
                  .formatted(component));
    }
    assertThat(calls).filteredOn(call -> call.startsWith("docker_build")).hasSize(5);
    assertThat(calls).contains("local programs ./meshctl images --programs");
  }

  @Test
  void where_there_is_no_registry_images_are_loaded_by_a_command() throws Exception {
    var calls = run("{\"load-with\": \"load it\", \"tool\": \"buildah\"}");

    assertThat(calls)
        .contains(
            "custom_build docker.io/diy-mesh/data-plane ./meshctl images --no-programs --component"
                + " data-plane --as $EXPECTED_REF --load-with 'load it' --tool 'buildah' True"
                + " True");
    assertThat(calls).filteredOn(call -> call.startsWith("custom_build")).hasSize(5);
    assertThat(calls).noneMatch(call -> call.startsWith("docker_build"));
  }

  @Test
  void the_mesh_comes_before_the_apps_and_the_canary_is_a_matter_of_buttons() throws Exception {
    var calls = run("{}");

    assertThat(calls)
        .contains(
            "k8s_yaml .",
            "k8s_yaml sample-app/k8s",
            "k8s_resource control-plane [\"mesh\"] [\"programs\"]",
            "k8s_resource app-a [\"apps\"] [\"control-plane\", \"admission-controller\"]");
    assertThat(calls)
        .filteredOn(call -> call.startsWith("button"))
        .extracting(call -> call.split(" (kubectl|for) ", 2)[0])
        .containsExactly(
            "button app-b2 gets 0 %",
            "button app-b2 gets 10 %",
            "button app-b2 gets 50 %",
            "button app-b2 gets 100 %",
            "button ask app-a a hundred times");
    assertThat(String.join("\n", calls))
        .contains("[{service: app-b, weight: 90}, {service: app-b2, weight: 10}]");
  }

  /** The lines that the stubs print; a call's text may take several. */
  private List<String> run(String settings) throws IOException, InterruptedException {
    // The interpreter has no objects with functions: Tilt's config becomes names.
    String tiltfile = Files.readString(Path.of("..", "Tiltfile")).replace("config.", "config_");
    Path file = folder.resolve("Tiltfile.star");
    Files.writeString(file, "SETTINGS = " + settings + "\n" + STUBS + tiltfile);
    var process =
        new ProcessBuilder("go", "run", INTERPRETER, "-globalreassign", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
