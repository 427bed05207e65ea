package diy.mesh.standalone.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.standalone.pod.ContainerSpec.Probes;
import diy.mesh.standalone.pod.ContainerSpec.Security;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {

  private static final PodIdentity POD =
      new PodIdentity(
          "demo",
          "app-a-1",
          "some-uid",
          InetAddress.ofLiteral("10.201.0.1"),
          "mesh-node",
          InetAddress.ofLiteral("10.203.0.1"),
          "default",
          Map.of("app", "app-a"),
          Map.of("note", "hello"));
  private static final ImageTable IMAGES =
      ImageTable.parse("images", "app:1 = ${java} -jar app.jar", Map.of("java", "/jdk/bin/java"));

  @Test
  void an_image_stands_for_its_program() {
    var launch = launch(container(List.of(), List.of()));

    assertThat(launch.words()).containsExactly("/jdk/bin/java", "-jar", "app.jar");
  }

  @Test
  void arguments_are_handed_to_the_images_program() {
    var launch = launch(container(List.of(), List.of("--port", "80")));

    assertThat(launch.words()).containsExactly("/jdk/bin/java", "-jar", "app.jar", "--port", "80");
  }

  @Test
  void a_command_replaces_the_images_program() {
    var launch = launch(container(List.of("sleep"), List.of("10")));

    assertThat(launch.words()).containsExactly("sleep", "10");
  }

  @Test
  void words_and_values_refer_to_variables_above_them() {
    var launch =
        launch(
            container(
                List.of("say", "$(GREETING)", "$(NOBODY)", "$$(GREETING)"),
                List.of(),
                new EnvVariable.FieldRef("POD", "metadata.name"),
                new EnvVariable.Literal("GREETING", "hello $(POD)")));

    assertThat(launch.words()).containsExactly("say", "hello app-a-1", "$(NOBODY)", "$(GREETING)");
  }

  @Test
  void a_pod_learns_about_itself() {
    var launch =
        launch(
            container(
                List.of("env"),
                List.of(),
                new EnvVariable.FieldRef("NAMESPACE", "metadata.namespace"),
                new EnvVariable.FieldRef("IP", "status.podIP"),
                new EnvVariable.FieldRef("APP", "metadata.labels['app']"),
                new EnvVariable.FieldRef("NOTE", "metadata.annotations['note']"),
                new EnvVariable.FieldRef("NONE", "metadata.labels['none']")));

    assertThat(launch.environment())
        .containsEntry("NAMESPACE", "demo")
        .containsEntry("IP", "10.201.0.1")
        .containsEntry("APP", "app-a")
        .containsEntry("NOTE", "hello")
        .containsEntry("NONE", "");
  }

  @Test
  void an_unknown_image_is_named_with_those_that_are_known() {
    var unknown = new ImageTable(Map.of("other:1", List.of("other")));

    assertThatThrownBy(() -> Launch.of(container(List.of(), List.of()), POD, unknown, Map.of()))
        .hasMessageStartingWith(
            "container app: image app:1 stands for no program here (expected: one of [other:1])");
  }

  private static Launch launch(ContainerSpec container) {
    return Launch.of(container, POD, IMAGES, Map.of("PATH", "/bin"));
  }

  private static ContainerSpec container(
      List<String> command, List<String> args, EnvVariable... environment) {
    return new ContainerSpec(
        "app",
        "app:1",
        command,
        args,
        "/",
        List.of(environment),
        List.of(),
        List.of(),
        new Security(0, 0, List.of(), true),
        new Probes(null, null, null),
        false);
  }
}
