package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AppATest {

  @Test
  void the_answer_names_the_backend() throws Exception {
    assertThat(AppA.backendOf("app-a v1 on app-a-1 -> app-b v1 on app-b-1")).isEqualTo("app-b");
    assertThat(AppA.backendOf("app-a v1 on app-a-1 -> app-b2 v2 on app-b2-1")).isEqualTo("app-b2");
  }

  @Test
  void an_answer_without_a_backend_is_a_failure() {
    assertThatThrownBy(() -> AppA.backendOf("app-a v1 on app-a-1 -> 503: no endpoint"))
        .hasMessageContaining("names neither app-b nor app-b2");
  }
}
