package diy.mesh.meshctl;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.PodStatus;
import org.junit.jupiter.api.Test;

class CurlCommandTest {

  private static final PodStatus POD =
      new PodStatus("demo", "app-b-1", "mesh-pod-1", "10.201.0.1", true, true, "");

  @Test
  void a_pod_is_known_by_its_name_and_by_its_deployments() {
    assertThat(CurlCommand.isNamed(POD, "app-b-1")).isTrue();
    assertThat(CurlCommand.isNamed(POD, "demo/app-b-1")).isTrue();
    assertThat(CurlCommand.isNamed(POD, "app-b")).isTrue();
    assertThat(CurlCommand.isNamed(POD, "demo/app-b")).isTrue();
  }

  @Test
  void the_beginning_of_a_word_is_no_name() {
    assertThat(CurlCommand.isNamed(POD, "app-b2")).isFalse();
    assertThat(CurlCommand.isNamed(POD, "ap")).isFalse();
    assertThat(CurlCommand.isNamed(POD, "other/app-b-1")).isFalse();
  }
}
