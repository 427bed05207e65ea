package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.PodStatus;
import org.junit.jupiter.api.Test;

class PodFinderTest {

  private static final PodStatus POD =
      new PodStatus("demo", "app-b-1", "mesh-pod-1", "10.201.0.1", true, true, "");

  @Test
  void a_pod_is_known_by_its_name_and_by_its_deployments() {
    assertThat(PodFinder.isNamed(POD, "app-b-1")).isTrue();
    assertThat(PodFinder.isNamed(POD, "demo/app-b-1")).isTrue();
    assertThat(PodFinder.isNamed(POD, "app-b")).isTrue();
    assertThat(PodFinder.isNamed(POD, "demo/app-b")).isTrue();
  }

  @Test
  void the_beginning_of_a_word_is_no_name() {
    assertThat(PodFinder.isNamed(POD, "app-b2")).isFalse();
    assertThat(PodFinder.isNamed(POD, "ap")).isFalse();
    assertThat(PodFinder.isNamed(POD, "other/app-b-1")).isFalse();
  }
}
