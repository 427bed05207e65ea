package diy.mesh.standalone.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("namespaces")
class NodeNetworkTest {

  private static final AddressRanges RANGES =
      new AddressRanges(
          Cidr.parse("10.211.0.0/16"),
          Cidr.parse("10.212.0.0/16"),
          InetAddress.ofLiteral("10.213.0.1"));
  private static final InetAddress SERVICE = InetAddress.ofLiteral("10.212.0.7");
  private static final PodLink ONE =
      new PodLink("wiretest-pod-one", 1, InetAddress.ofLiteral("10.211.0.1"));
  private static final PodLink TWO =
      new PodLink("wiretest-pod-two", 2, InetAddress.ofLiteral("10.211.0.2"));

  private NodeNetwork network;

  @BeforeEach
  void make_a_node_with_two_pods() throws Exception {
    Namespaces.removeAll(List.of("wiretest-"));
    network = NodeNetwork.create("wiretest-node", RANGES);
    for (PodLink link : List.of(ONE, TWO)) {
      network.link(link);
    }
  }

  @AfterEach
  void remove_all() throws IOException {
    Namespaces.removeAll(List.of("wiretest-"));
  }

  @Test
  void one_pod_reaches_another_and_is_seen_by_its_own_address() throws Exception {
    var server = listen(TWO);

    String client =
        NetworkNamespace.call(ONE.namespace(), () -> addressSeen(server, TWO.address()));

    assertThat(client).isEqualTo("10.211.0.1");
  }

  @Test
  void a_service_leads_to_its_endpoint() throws Exception {
    var server = listen(TWO);
    network.program(List.of(port(server, TWO)));

    String client = NetworkNamespace.call(ONE.namespace(), () -> addressSeen(server, SERVICE));

    assertThat(client).isEqualTo("10.211.0.1");
  }

  @Test
  void a_pod_reaches_itself_through_its_service() throws Exception {
    var server = listen(ONE);
    network.program(List.of(port(server, ONE)));

    String client = NetworkNamespace.call(ONE.namespace(), () -> addressSeen(server, SERVICE));

    assertThat(client).isEqualTo("10.213.0.1");
  }

  @Test
  void the_node_itself_reaches_services() throws Exception {
    var server = listen(TWO);
    network.program(List.of(port(server, TWO)));

    String client = NetworkNamespace.call("wiretest-node", () -> addressSeen(server, SERVICE));

    assertThat(client).isEqualTo("10.213.0.1");
  }

  @Test
  void a_service_without_endpoints_refuses_at_once() {
    assertThatThrownBy(() -> NetworkNamespace.call(ONE.namespace(), () -> connect(SERVICE, 80)))
        .hasRootCauseInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> NetworkNamespace.call("wiretest-node", () -> connect(SERVICE, 80)))
        .hasRootCauseInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void removing_ends_processes_and_takes_every_trace() throws Exception {
    var process =
        new ProcessBuilder("ip", "netns", "exec", ONE.namespace(), "sleep", "1000").start();

    Namespaces.removeAll(List.of("wiretest-"));

    assertThat(process.waitFor()).isEqualTo(137);
    assertThat(Command.of("ip", "netns", "list").run()).doesNotContain("wiretest");
    assertThat(Files.exists(Path.of("/run/diy-mesh-etc/wiretest-pod-one"))).isFalse();
  }

  private static ServicePort port(ServerSocket server, PodLink pod) {
    return new ServicePort(
        "demo/app:80",
        "tcp",
        SERVICE,
        server.getLocalPort(),
        List.of(new Address(pod.address(), server.getLocalPort())));
  }

  /** A server in a pod that tells each client its address. */
  private static ServerSocket listen(PodLink pod) throws Exception {
    return NetworkNamespace.call(
        pod.namespace(),
        () -> {
          var server = new ServerSocket(0);
          Thread.ofPlatform().daemon().start(() -> answer(server));
          return server;
        });
  }

  private static void answer(ServerSocket server) {
    while (true) {
      try (var client = server.accept()) {
        var from = (InetSocketAddress) client.getRemoteSocketAddress();
        client.getOutputStream().write(from.getAddress().getHostAddress().getBytes(UTF_8));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static String addressSeen(ServerSocket server, InetAddress address) throws IOException {
    return connect(address, server.getLocalPort());
  }

  private static String connect(InetAddress address, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
