package diy.mesh.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangesTest {

  @Test
  void ranges_that_meet_each_other_are_refused() {
    assertThatThrownBy(() -> ranges("10.0.0.0/8", "10.202.0.0/16", "192.168.0.1"))
        .hasMessage("pod range: 10.0.0.0/8 (expected: apart from the Service range 10.202.0.0/16)");
    assertThatThrownBy(() -> ranges("10.201.0.0/16", "10.202.0.0/16", "10.201.0.1"))
        .hasMessageContaining("apart from the node address 10.201.0.1/32");
  }

  @Test
  void ranges_that_the_kernel_keeps_for_itself_are_refused() {
    assertThatThrownBy(() -> ranges("169.254.0.0/17", "10.202.0.0/16", "10.203.0.1"))
        .hasMessage("pod range: 169.254.0.0/17 (expected: outside 169.254.0.0/16)");
    assertThatThrownBy(() -> ranges("10.201.0.0/16", "10.202.0.0/16", "127.0.0.1"))
        .hasMessageContaining("outside 127.0.0.0/8");
  }

  @Test
  void a_range_that_the_machine_uses_is_named() {
    var used = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("10.202.3.0/24"));

    var overlaps = AddressRanges.DEFAULT.overlapsWith(used);

    assertThat(overlaps)
        .singleElement()
        .asString()
        .startsWith("range 10.202.0.0/16 overlaps 10.202.3.0/24, which this machine uses");
  }

  private static AddressRanges ranges(String pods, String services, String node) {
    return new AddressRanges(Cidr.parse(pods), Cidr.parse(services), InetAddress.ofLiteral(node));
  }
}
