package diy.mesh.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.model.service.Cidr;
import org.junit.jupiter.api.Test;

class AddressPoolTest {

  @Test
  void neither_network_nor_broadcast_address_is_given_away() {
    var pool = new AddressPool(Cidr.parse("10.0.0.0/30"));

    assertThat(pool.take().getHostAddress()).isEqualTo("10.0.0.1");
    assertThat(pool.take().getHostAddress()).isEqualTo("10.0.0.2");
    assertThatThrownBy(pool::take)
        .hasMessage("pod range 10.0.0.0/30: all 2 addresses are taken (expected: a wider range)");
  }

  @Test
  void an_address_given_back_rests_as_long_as_possible() {
    var pool = new AddressPool(Cidr.parse("10.0.0.0/29"));
    var first = pool.take();

    pool.giveBack(first);

    assertThat(pool.take()).isNotEqualTo(first);
  }
}
