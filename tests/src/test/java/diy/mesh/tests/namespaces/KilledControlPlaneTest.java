package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A control plane that dies and comes back costs no request and repeats nothing. */
@NamespaceTest
class KilledControlPlaneTest {

  private static final int CLIENTS = 4;

  @Test
  void no_request_is_lost_and_proxies_go_on_where_they_were(Mesh mesh) throws Exception {
    mesh.apply(Routes.split("survivor", 100, 0));
    var address = new InetSocketAddress(mesh.address("survivor"), 80);
    List<Load.Asked> asked;

    try (var load = Load.start(mesh, "client", address, CLIENTS)) {
      load.awaitMore(500);
      long told = mesh.metric("client", "mesh_proxy_config_updates_total");
      killControlPlane(mesh);
      awaitStream(mesh, load, 0);
      awaitStream(mesh, load, 1);
      load.awaitMore(500);

      assertThat(mesh.metric("client", "mesh_proxy_config_updates_total"))
          .as("targets told, none of them again")
          .isEqualTo(told);
      mesh.apply(Routes.split("survivor", 0, 100));
      load.awaitMore(500);
      asked = load.stop();
    }

    assertThat(asked).extracting(Load.Asked::answer).containsOnly("stable", "canary");
    assertThat(asked.getLast().answer()).as("after the change").isEqualTo("canary");
  }

  /** Without a word to anybody; the node starts it again. */
  private static void killControlPlane(Mesh mesh) {
    var process = ProcessHandle.of(mesh.findControlPlane().orElseThrow()).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
  }

  private static void awaitStream(Mesh mesh, Load load, int connected) throws Exception {
    while (mesh.metric("client", "mesh_proxy_config_stream_connected") != connected) {
      load.awaitMore(10);
    }
  }
}
