package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.workload.ProxyPorts;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod that calls itself. */
@NamespaceTest
class OwnAddressTest {

  @Test
  void an_app_that_calls_its_own_service_reaches_itself(Mesh mesh) {
    var answers = mesh.curl("client", "http://client/who?[1-20]").lines();

    assertThat(answers).hasSize(20).allMatch(line -> line.startsWith("client "));
  }

  @Test
  void an_app_that_calls_its_own_pod_reaches_itself(Mesh mesh) {
    var address = "http://%s:8080/who".formatted(mesh.pod("client").address());

    assertThat(mesh.curl("client", address).output()).startsWith("client ");
  }

  @ParameterizedTest
  @ValueSource(ints = {ProxyPorts.OUTBOUND, ProxyPorts.INBOUND})
  void a_connection_to_the_proxys_own_port_is_refused_as_a_loop(int port, Mesh mesh)
      throws Exception {
    for (String address : new String[] {"127.0.0.1", mesh.pod("client").address()}) {
      try (var connection = mesh.connect("client", new InetSocketAddress(address, port))) {
        var refusal = connection.send("GET / HTTP/1.1\r\nHost: loop\r\n\r\n").response();

        assertThat(refusal.field("mesh-refusal")).as(address).isEqualTo("loop");
        assertThat(refusal.status()).isEqualTo(508);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ProxyPorts.OUTBOUND, ProxyPorts.INBOUND})
  void another_pod_cannot_make_a_proxy_loop_either(int port, Mesh mesh) throws Exception {
    var target = new InetSocketAddress(mesh.pod("client").address(), port);

    try (var connection = mesh.connect("outsider", target)) {
      var refusal = connection.send("GET / HTTP/1.1\r\nHost: loop\r\n\r\n").response();

      assertThat(refusal.field("mesh-refusal")).isEqualTo("loop");
    }
  }
}
