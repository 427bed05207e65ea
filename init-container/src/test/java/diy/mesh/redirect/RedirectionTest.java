package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedirectionTest {

  private static final Settings SETTINGS =
      new Settings(
          List.of(22), List.of(25), List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

  @Test
  void what_arrives_goes_to_the_proxy_but_for_its_admin_port_and_the_skipped_ones() {
    var rules = Redirection.of(SETTINGS, IpFamily.IPV4).rules(MeshChain.PROXY_INBOUND);

    assertThat(rules.orElseThrow())
        .extracting(Rule::toString)
        .containsExactly(
            "-i lo -j RETURN",
            "-p tcp -m tcp --dport 15020 -j RETURN",
            "-p tcp -m tcp --dport 22 -j RETURN",
            "-p tcp -j REDIRECT --to-ports 15006");
  }

  @Test
  void what_leaves_goes_to_the_proxy_but_for_its_own_connections_and_the_skipped_ones() {
    var rules = Redirection.of(SETTINGS, IpFamily.IPV4).rules(MeshChain.PROXY_OUTBOUND);

    assertThat(rules.orElseThrow())
        .extracting(Rule::toString)
        .containsExactly(
            "-o lo -j RETURN",
            "-d 127.0.0.1/32 -j RETURN",
            "-m owner --uid-owner 1337 -j RETURN",
            "-m owner --gid-owner 1337 -j RETURN",
            "-p tcp -m tcp --dport 25 -j RETURN",
            "-d 10.0.0.0/8 -j RETURN",
            "-p tcp -j REDIRECT --to-ports 15001");
  }

  @Test
  void each_family_has_its_own_loopback_address_and_blocks() {
    var rules = Redirection.of(SETTINGS, IpFamily.IPV6).rules(MeshChain.PROXY_OUTBOUND);

    assertThat(rules.orElseThrow())
        .contains(Rule.of("-d ::1/128 -j RETURN"), Rule.of("-d fd00::/8 -j RETURN"))
        .doesNotContain(Rule.of("-d 10.0.0.0/8 -j RETURN"));
  }
}
