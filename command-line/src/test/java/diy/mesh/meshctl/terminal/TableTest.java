package diy.mesh.meshctl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    var rows = List.of(List.of("POD", "READY", ""), List.of("demo/app-a-1", "no", "starting"));

    var lines = Table.render(rows);

    assertThat(lines).containsExactly("POD            READY", "demo/app-a-1   no      starting");
  }
}
