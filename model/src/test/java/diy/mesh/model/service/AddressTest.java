package diy.mesh.model.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void what_is_written_can_be_read() {
    for (var address : new Address[] {Address.of("10.0.0.1", 80), Address.of("fd00::1", 443)}) {
      assertThat(Address.parse(address.toString())).isEqualTo(address);
    }
  }

  @Test
  void a_port_out_of_range_is_refused() {
    assertThatThrownBy(() -> Address.of("10.0.0.1", 65_536))
        .hasMessage("port: 65536 (expected: 1 to 65535)");
  }

  @Test
  void a_name_is_no_address() {
    assertThatThrownBy(() -> Address.parse("app-b:80"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
