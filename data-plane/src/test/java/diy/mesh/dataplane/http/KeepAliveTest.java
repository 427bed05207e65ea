package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeepAliveTest {

  @Test
  void timeout_and_max_are_read_in_any_order_and_case() {
    assertThat(KeepAlive.parse("timeout=5, max=100")).isEqualTo(new KeepAlive(5, 100));
    assertThat(KeepAlive.parse("Max = 0 ,x, TIMEOUT=15")).isEqualTo(new KeepAlive(15, 0));
  }

  @Test
  void what_cannot_be_read_is_as_if_it_were_not_said() {
    for (String value : new String[] {"", "timeout", "timeout=", "timeout=-1", "timeout=1.5"}) {
      assertThat(KeepAlive.parse(value))
          .as(value)
          .isEqualTo(new KeepAlive(KeepAlive.UNSAID, KeepAlive.UNSAID));
    }
    assertThat(KeepAlive.parse("timeout=12345678901").timeoutSeconds()).isEqualTo(KeepAlive.UNSAID);
  }
}
