package diy.mesh.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

  @Test
  void the_kernels_table_is_read() {
    var lines =
        List.of(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU",
            "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0",
            "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0");

    var routes = Routes.parse(lines);

    assertThat(routes).containsExactly(Cidr.parse("0.0.0.0/0"), Cidr.parse("172.17.0.0/16"));
  }
}
