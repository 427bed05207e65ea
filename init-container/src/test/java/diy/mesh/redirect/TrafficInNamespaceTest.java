package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who answers real connections of and to a redirected pod, in both families and back ends. */
@Tag("namespaces")
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficInNamespaceTest {

  private static final Map<IpFamily, String> POD =
      Map.of(IpFamily.IPV4, "10.55.0.2", IpFamily.IPV6, "fd55::2");
  private static final Map<IpFamily, String> OUTSIDE =
      Map.of(IpFamily.IPV4, "10.55.0.1", IpFamily.IPV6, "fd55::1");
  private static final Map<IpFamily, String> SKIPPED =
      Map.of(IpFamily.IPV4, "10.55.0.9", IpFamily.IPV6, "fd55::9");
  private static final Map<IpFamily, String> LOOPBACK =
      Map.of(IpFamily.IPV4, "127.0.0.1", IpFamily.IPV6, "::1");

  @Parameter BackEnd backEnd = BackEnd.NFT;

  private final Namespace pod = new Namespace();
  private final Namespace outside = new Namespace();
  private List<Process> servers = List.of();

  @BeforeAll
  void redirectAPodWithANeighbour(@TempDir Path folder) throws IOException {
    pod.joinTo(outside);
    address(pod, "10.55.0.2/24", "fd55::2/64");
    address(outside, "10.55.0.1/24", "fd55::1/64", "10.55.0.9/24", "fd55::9/64");
    var ended =
        pod.init(
            Map.of(
                "PATH", Namespace.programsOf(backEnd, folder) + ":" + System.getenv("PATH"),
                "MESH_SKIP_INBOUND_PORTS", "9000",
                "MESH_SKIP_OUTBOUND_PORTS", "25",
                "MESH_SKIP_OUTBOUND_CIDRS", "10.55.0.9,fd55::9"));
    assertThat(ended.exitCode()).as(ended.said()).isZero();
    servers =
        List.of(
            pod.serve("pod", 15_001, 15_006, 15_020, 8080, 9000), outside.serve("outside", 25, 80));
  }

  @AfterAll
  void deleteTheNamespaces() {
    servers.forEach(Process::destroy);
    pod.close();
    outside.close();
  }

  @ParameterizedTest
  @EnumSource
  void an_app_that_calls_out_reaches_the_proxy(IpFamily family) {
    assertThat(call(pod, family, OUTSIDE, 80)).isEqualTo("pod 15001");
    assertThat(call(pod, family, OUTSIDE, 81)).isEqualTo("pod 15001");
  }

  @ParameterizedTest
  @EnumSource
  void who_calls_the_pod_reaches_the_proxy(IpFamily family) {
    assertThat(call(outside, family, POD, 8080)).isEqualTo("pod 15006");
    assertThat(call(outside, family, POD, 8081)).isEqualTo("pod 15006");
  }

  @ParameterizedTest
  @EnumSource
  void the_proxy_itself_reaches_whom_it_calls(IpFamily family) {
    var user = List.of("setpriv", "--reuid", "1337", "--regid", "65534", "--clear-groups");
    var group = List.of("setpriv", "--reuid", "65534", "--regid", "1337", "--clear-groups");
    var neither = List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    assertThat(callAs(user, pod, family, OUTSIDE, 80)).isEqualTo("outside 80");
    assertThat(callAs(group, pod, family, OUTSIDE, 80)).isEqualTo("outside 80");
    assertThat(callAs(neither, pod, family, OUTSIDE, 80)).isEqualTo("pod 15001");
    assertThat(callAs(user, pod, family, POD, 8080)).isEqualTo("pod 8080");
  }

  @ParameterizedTest
  @EnumSource
  void a_pod_that_talks_to_itself_is_left_alone(IpFamily family) {
    assertThat(call(pod, family, POD, 8080)).isEqualTo("pod 8080");
    assertThat(call(pod, family, LOOPBACK, 8080)).isEqualTo("pod 8080");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_skipped_is_reached_directly(IpFamily family) {
    assertThat(call(outside, family, POD, 15_020)).isEqualTo("pod 15020");
    assertThat(call(outside, family, POD, 9000)).isEqualTo("pod 9000");
    assertThat(call(pod, family, OUTSIDE, 25)).isEqualTo("outside 25");
    assertThat(call(pod, family, SKIPPED, 80)).isEqualTo("outside 80");
  }

  private static void address(Namespace namespace, String... addresses) {
    for (String address : addresses) {
      // Without "nodad" an IPv6 address cannot be used for its first second or two.
      namespace.exec("ip", "address", "add", address, "dev", "eth0", "nodad");
    }
    namespace.exec("ip", "link", "set", "eth0", "up");
  }

  private static String call(Namespace from, IpFamily family, Map<IpFamily, String> to, int port) {
    return callAs(List.of(), from, family, to, port);
  }

  private static String callAs(
      List<String> user, Namespace from, IpFamily family, Map<IpFamily, String> to, int port) {
    var command = new ArrayList<>(user);
    command.addAll(List.of("timeout", "10", "bash", "-c", "exec 3<>/dev/tcp/$0/$1; cat <&3"));
    command.addAll(List.of(to.get(family), Integer.toString(port)));
    return from.exec(command.toArray(String[]::new));
  }
}
