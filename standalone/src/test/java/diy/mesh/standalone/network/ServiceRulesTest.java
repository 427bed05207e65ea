package diy.mesh.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceRulesTest {

  private static final Address ONE = Address.of("10.201.0.1", 8080);
  private static final Address TWO = Address.of("10.201.0.2", 8080);
  private static final Address THREE = Address.of("10.201.0.3", 8080);

  @Test
  void each_endpoint_gets_the_same_share() {
    var rules = render(port("demo/app-b:80", ONE, TWO, THREE));

    assertThat(rules)
        .containsSubsequence(
            "-A SERVICE-0 -p tcp -m statistic --mode random --probability 0.333333333"
                + " -j DNAT --to-destination 10.201.0.1:8080",
            "-A SERVICE-0 -p tcp -m statistic --mode random --probability 0.500000000"
                + " -j DNAT --to-destination 10.201.0.2:8080",
            "-A SERVICE-0 -p tcp -j DNAT --to-destination 10.201.0.3:8080");
  }

  @Test
  void a_service_address_leads_to_the_chain_of_its_port() {
    var rules = render(port("demo/app-b:80", ONE));

    assertThat(rules)
        .contains(
            "-A SERVICES -d 10.202.0.7/32 -p tcp --dport 80"
                + " -m comment --comment \"demo/app-b:80\" -j SERVICE-0");
  }

  @Test
  void a_pod_that_reaches_itself_sees_the_node_as_its_client() {
    var rules = render(port("demo/app-b:80", ONE));

    assertThat(rules)
        .contains(
            "-A POSTROUTING -s 10.201.0.1/32 -d 10.201.0.1/32 -j SNAT --to-source 10.203.0.1");
  }

  @Test
  void a_pod_of_several_services_is_named_once() {
    var rules = render(port("demo/app-b:80", ONE), port("demo/app-c:80", ONE));

    assertThat(rules).containsOnlyOnce("-A POSTROUTING -s 10.201.0.1/32");
  }

  @Test
  void a_service_without_endpoints_has_no_chain_and_is_refused() {
    var rules = render(port("demo/app-b:80"));

    assertThat(rules)
        .doesNotContain("SERVICE-0")
        .contains("-A FORWARD -d 10.202.0.0/16 -p tcp -j REJECT --reject-with tcp-reset");
  }

  @Test
  void every_table_is_written_whole() {
    var rules = render();

    assertThat(rules.lines().filter("COMMIT"::equals)).hasSize(2);
    assertThat(rules).startsWith("*nat\n").contains("\n*filter\n").endsWith("COMMIT\n");
  }

  private static String render(ServicePort... ports) {
    return ServiceRules.render(AddressRanges.DEFAULT, List.of(ports));
  }

  private static ServicePort port(String name, Address... endpoints) {
    return new ServicePort(
        name, "tcp", InetAddress.ofLiteral("10.202.0.7"), 80, List.of(endpoints));
  }
}
