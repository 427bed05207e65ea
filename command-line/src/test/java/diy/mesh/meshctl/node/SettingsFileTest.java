package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.network.AddressRanges;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  @TempDir private Path state;

  @Test
  void what_up_was_told_is_known_to_the_commands_after_it() throws Exception {
    var ranges =
        new AddressRanges(
            Cidr.parse("10.1.0.0/16"),
            Cidr.parse("10.2.0.0/16"),
            InetAddress.ofLiteral("10.3.0.1"));
    var settings =
        NodeSettings.of(Path.of("/checkout"))
            .withStateDirectory(state)
            .withRanges(ranges)
            .withLogMebibytes(3)
            .withImages(List.of(Path.of("/my images"), Path.of("/more")));

    SettingsFile.save(settings);

    assertThat(SettingsFile.load(state, Path.of("/checkout"))).isEqualTo(settings);
  }
}
