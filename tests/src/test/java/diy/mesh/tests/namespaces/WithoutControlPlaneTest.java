package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.node.Workloads;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.Node;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.ObjectStore;
import diy.mesh.tests.Checkout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods start and talk while there is no control plane. */
@Tag("namespaces")
@Timeout(180)
class WithoutControlPlaneTest {

  private static final NodeSettings SETTINGS =
      NodeSettings.of(Checkout.findRoot())
          .withStateDirectory(Path.of("/run/diy-mesh-tests-alone"))
          .withPrefix("alone")
          .withImages(List.of(Images.table()))
          .withoutControlPlane();

  @AfterEach
  void nothing_is_left() throws Exception {
    Node.cleanUp(SETTINGS);
  }

  @Test
  void pods_become_ready_and_their_traffic_passes_through() throws Exception {
    Command.meshctl("version").succeeded(); // builds what is stale
    var objects = new ObjectStore(SETTINGS.stateDirectory(), SETTINGS.ranges());
    objects.apply(Mesh.resource("alone.yaml"));

    try (var node = Node.start(SETTINGS)) {
      assertThat(node.awaitReady(Duration.ofSeconds(100))).as("%s", node.pods()).isTrue();
      var client = pod(node, "client");
      var service = Workloads.services(objects).getFirst().clusterIps().getFirst();

      assertThat(get(client, new InetSocketAddress(service, 80), "/who").body())
          .startsWith("stable ");
      assertThat(get(client, admin(), "/ready").status()).isEqualTo(200);
      assertThat(metrics(client))
          .as("pass-through is counted")
          .anyMatch(line -> line.matches("mesh_proxy_connections_without_config_total [1-9].*"));
    }
  }

  private static InetSocketAddress admin() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), ProxyPorts.ADMIN);
  }

  private static List<String> metrics(PodStatus pod) throws Exception {
    return get(pod, admin(), "/metrics").body().lines().toList();
  }

  private static Response get(PodStatus pod, InetSocketAddress address, String path)
      throws Exception {
    try (var connection = NetworkNamespace.call(pod.netns(), () -> Connection.to(address))) {
      return connection.send("GET %s HTTP/1.1\r\nHost: any\r\n\r\n".formatted(path)).response();
    }
  }

  private static PodStatus pod(Node node, String name) {
    return node.pods().stream()
        .filter(pod -> pod.name().startsWith(name + "-"))
        .findFirst()
        .orElseThrow();
  }
}
