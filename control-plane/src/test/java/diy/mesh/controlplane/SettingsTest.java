package diy.mesh.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final Settings.Source FOLDER = new Settings.Source.Folder(Path.of("/run/mesh"));

  @Test
  void only_the_folder_must_be_said() {
    assertThat(Settings.fromEnvironment(Map.of("MESH_FOLDER", "/run/mesh")))
        .isEqualTo(new Settings(FOLDER, 15_010, 15_014, "info"));
  }

  @Test
  void everything_can_be_said() {
    var environment =
        Map.of(
            "MESH_FOLDER", "/run/mesh",
            "MESH_STREAM_PORT", "1",
            "MESH_ADMIN_PORT", "0",
            "MESH_LOG_LEVEL", "DEBUG");

    assertThat(Settings.fromEnvironment(environment))
        .isEqualTo(new Settings(FOLDER, 1, 0, "debug"));
  }

  @Test
  void a_cluster_takes_the_place_of_a_folder() {
    assertThat(Settings.fromEnvironment(Map.of("MESH_SOURCE", "kubernetes")).source())
        .isEqualTo(new Settings.Source.Kubernetes("diy-mesh", "control-plane", true));
    var pod =
        Map.of(
            "MESH_SOURCE", "kubernetes",
            "MESH_NAMESPACE", "mesh",
            "HOSTNAME", "host",
            "MESH_POD", "control-plane-1");
    assertThat(Settings.fromEnvironment(pod).source())
        .isEqualTo(new Settings.Source.Kubernetes("mesh", "control-plane-1", true));
    assertThatThrownBy(() -> read("MESH_SOURCE", "kubernetes"))
        .hasMessage("MESH_FOLDER: /run/mesh (expected: not set, since MESH_SOURCE is kubernetes)");
    assertThatThrownBy(() -> read("MESH_SOURCE", "etcd"))
        .hasMessage("MESH_SOURCE: etcd (expected: folder or kubernetes)");
  }

  @Test
  void a_bad_value_is_refused_by_the_variables_name() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of()))
        .hasMessage(
            "MESH_FOLDER: not set (expected: a folder of YAML to watch, or"
                + " MESH_SOURCE=kubernetes)");
    assertThatThrownBy(() -> read("MESH_STREAM_PORT", "65536"))
        .hasMessage("MESH_STREAM_PORT: 65536 (expected: 0 to 65535)");
    assertThatThrownBy(() -> read("MESH_ADMIN_PORT", "http"))
        .hasMessage("MESH_ADMIN_PORT: http (expected: 0 to 65535)");
    assertThatThrownBy(() -> read("MESH_LOG_LEVEL", "loud"))
        .hasMessage("MESH_LOG_LEVEL: loud (expected: one of [debug, error, info, trace, warn])");
  }

  private static Settings read(String name, String value) {
    return Settings.fromEnvironment(Map.of("MESH_FOLDER", "/run/mesh", name, value));
  }
}
