package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.model.service.Cidr;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void an_empty_environment_skips_nothing() {
    assertThat(Settings.fromEnvironment(Map.of())).isEqualTo(Settings.NONE);
    assertThat(Settings.fromEnvironment(Map.of("MESH_SKIP_INBOUND_PORTS", " ")))
        .isEqualTo(Settings.NONE);
  }

  @Test
  void lists_are_sorted_and_freed_of_duplicates() {
    var settings =
        Settings.fromEnvironment(
            Map.of(
                "MESH_SKIP_INBOUND_PORTS", "9000,22,9000",
                "MESH_SKIP_OUTBOUND_PORTS", "3306, 25",
                "MESH_SKIP_OUTBOUND_CIDRS", "fd00::/8,10.1.2.3/8,10.0.0.0/8"));

    assertThat(settings.skipInboundPorts()).containsExactly(22, 9000);
    assertThat(settings.skipOutboundPorts()).containsExactly(25, 3306);
    assertThat(settings.skipOutboundCidrs())
        .isEqualTo(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "22,", ",22", "22 23", "8000-8100"})
  void what_is_no_port_is_refused(String value) {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_SKIP_OUTBOUND_PORTS", value)))
        .hasMessageStartingWith("MESH_SKIP_OUTBOUND_PORTS: '")
        .hasMessageEndingWith(
            "' (expected: ports from 1 to 65535 such as 25,3306, separated by commas);"
                + " the pod's annotation mesh.diy/skip-outbound-ports sets it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "example.com", "10.0.0.0/8,", "fd00::/129"})
  void what_is_no_block_is_refused(String value) {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_SKIP_OUTBOUND_CIDRS", value)))
        .hasMessageStartingWith("MESH_SKIP_OUTBOUND_CIDRS: '")
        .hasMessageContaining("(expected: address blocks such as 10.0.0.0/8,fd00::/8")
        .hasMessageEndingWith("mesh.diy/skip-outbound-cidrs sets it");
  }
}
