package diy.mesh.model.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CidrTest {

  @Test
  void a_block_holds_its_own_addresses_and_no_others() {
    var block = Cidr.parse("10.1.0.0/16");

    assertThat(block.contains(ip("10.1.255.255"))).isTrue();
    assertThat(block.contains(ip("10.2.0.0"))).isFalse();
    assertThat(block.contains(ip("fd00::1"))).isFalse();
  }

  @Test
  void bits_behind_the_prefix_are_cleared() {
    assertThat(Cidr.parse("10.1.2.3/16")).hasToString("10.1.0.0/16");
  }

  @Test
  void a_prefix_out_of_range_is_refused() {
    assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33"))
        .hasMessage("block: '10.0.0.0/33' (expected: for example 10.0.0.0/8 or fd00::/8)");
  }

  @Test
  void a_shortened_address_is_refused() {
    assertThatThrownBy(() -> Cidr.parse("10.0.0/8")).hasMessageContaining("block: '10.0.0/8'");
    assertThatThrownBy(() -> Address.of("10.1", 80)).hasMessageContaining("address: '10.1'");
  }

  @Test
  void the_widest_block_without_others_stops_just_before_the_nearest() {
    var others = List.of(ip("10.0.0.1"), ip("192.168.0.1"));

    assertThat(Cidr.widestWithout(ip("93.184.216.34"), others)).hasToString("64.0.0.0/2");
    assertThat(Cidr.widestWithout(ip("10.0.0.2"), others)).hasToString("10.0.0.2/31");
    assertThat(Cidr.widestWithout(ip("10.0.0.1"), others)).hasToString("10.0.0.1/32");
    assertThat(Cidr.widestWithout(ip("10.0.0.1"), List.of())).hasToString("0.0.0.0/0");
  }

  @Test
  void the_widest_block_holds_its_address_and_no_other() throws Exception {
    for (long seed = 0; seed < 1_000; seed++) {
      var dice = new Random(seed);
      var address = anyAddress(dice);
      var others = new ArrayList<InetAddress>();
      for (int i = dice.nextInt(5); i >= 0; i--) {
        others.add(anyAddress(dice));
      }
      others.remove(address);

      var block = Cidr.widestWithout(address, others);

      assertThat(block.contains(address)).as("seed %d", seed).isTrue();
      assertThat(others).as("seed %d", seed).noneMatch(block::contains);
    }
  }

  @Test
  void addresses_are_counted_from_the_first() {
    assertThat(Cidr.parse("10.0.0.0/16").at(257)).isEqualTo(ip("10.0.1.1"));
    assertThatThrownBy(() -> Cidr.parse("10.0.0.0/24").at(256)).hasMessageContaining("10.0.0.0/24");
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static InetAddress anyAddress(Random dice) throws Exception {
    byte[] bytes = new byte[dice.nextInt(4) == 0 ? 16 : 4];
    dice.nextBytes(bytes);
    return InetAddress.getByAddress(bytes);
  }
}
