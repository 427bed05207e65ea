package diy.mesh.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.admission.inject.InjectionSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void without_any_it_runs_as_the_manifests_want_it() {
    var settings = Settings.fromEnvironment(Map.of());

    var injection = InjectionSettings.defaults();
    assertThat(settings.namespace()).isEqualTo("diy-mesh");
    assertThat(settings.port()).isEqualTo(9_443);
    assertThat(settings.logLevel()).isEqualTo("info");
    assertThat(settings.injection())
        .usingRecursiveComparison()
        .ignoringFields("farewellSeconds")
        .isEqualTo(injection);
    assertThat(settings.injection().farewellSeconds()).isEqualTo(3);
  }

  @Test
  void pods_get_the_images_it_is_told() {
    var settings =
        Settings.fromEnvironment(
            Map.of("MESH_PROXY_IMAGE", "registry/proxy:1", "MESH_IMAGE_PULL_POLICY", "Always"));

    assertThat(settings.injection().proxy().image()).isEqualTo("registry/proxy:1");
    assertThat(settings.injection().proxy().name()).isEqualTo("mesh-proxy");
    assertThat(settings.injection().imagePullPolicy()).isEqualTo("Always");
  }

  @Test
  void the_meshs_own_namespace_is_the_one_that_is_left_alone() {
    var settings = Settings.fromEnvironment(Map.of("MESH_NAMESPACE", "mesh"));

    assertThat(settings.injection().namespace()).isEqualTo("mesh");
  }

  @Test
  void what_is_no_value_is_refused_by_name() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_WEBHOOK_PORT", "https")))
        .hasMessage("MESH_WEBHOOK_PORT: https (expected: 0 to 65535)");
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_LOG_LEVEL", "loud")))
        .hasMessageStartingWith("MESH_LOG_LEVEL: loud (expected: one of [debug, error");
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_IMAGE_PULL_POLICY", "never")))
        .hasMessage(
            "MESH_IMAGE_PULL_POLICY: never (expected: one of [Always, IfNotPresent, Never])");
  }
}
