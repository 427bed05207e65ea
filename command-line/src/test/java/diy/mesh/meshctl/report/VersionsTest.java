package diy.mesh.meshctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.Build;
import diy.mesh.meshctl.report.Versions.ProxyBuild;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {

  private static final Build NEW = new Build("1+b", "25");
  private static final Build OLD = new Build("1+a", "25");

  @Test
  void what_is_of_another_build_is_marked_and_what_helps_is_said() {
    var proxies = List.of(new ProxyBuild("demo/a", OLD), new ProxyBuild("demo/b", null));
    var node = new Versions.Node("mesh", 7, "1+a", false, NEW, proxies);

    assertThat(new Versions(NEW, node).lines())
        .containsExactly(
            "meshctl 1+b on JDK 25",
            "node mesh (pid 7) 1+a (not this one)",
            "  control plane  1+b on JDK 25",
            "  proxy          demo/a, 1+a (not this one) on JDK 25",
            "  proxy          demo/b, does not answer",
            "the node runs another build; to run this one: ./meshctl down, then ./meshctl up");
  }

  @Test
  void one_build_everywhere_needs_no_words() {
    var node =
        new Versions.Node("mesh", 7, "1+b", true, NEW, List.of(new ProxyBuild("demo/a", NEW)));

    assertThat(new Versions(NEW, node).lines())
        .containsExactly(
            "meshctl 1+b on JDK 25",
            "node mesh (pid 7) 1+b",
            "  control plane  1+b on JDK 25",
            "  proxy          demo/a, 1+b on JDK 25");
  }
}
