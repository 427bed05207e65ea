package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The program against real tables, with either back end as the default. */
@Tag("namespaces")
@ParameterizedClass
@EnumSource
class RulesInNamespaceTest {

  private static final String FOREIGN = "-A OUTPUT -d 127.0.0.11/32 -p tcp -j DOCKER_OUTPUT";

  @Parameter BackEnd backEnd = BackEnd.NFT;
  @TempDir Path folder = Path.of("");

  private final Namespace namespace = new Namespace();
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void makeTheBackEndTheDefault() throws IOException {
    Path programs = Namespace.programsOf(backEnd, folder);
    environment = Map.of("PATH", programs + ":" + System.getenv("PATH"));
  }

  @AfterEach
  void deleteTheNamespace() {
    namespace.close();
  }

  @Test
  void all_settings_become_rules_of_both_families() {
    var settings =
        with(
            Map.of(
                "MESH_SKIP_INBOUND_PORTS", "22",
                "MESH_SKIP_OUTBOUND_PORTS", "3306,25",
                "MESH_SKIP_OUTBOUND_CIDRS", "10.0.0.0/8,fd00::/8,192.0.2.7"));

    var ended = namespace.init(settings);

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(ended.said()).isEmpty();
    assertThat(rules(IpFamily.IPV4))
        .containsExactly(
            "-A PREROUTING -p tcp -j PROXY_INBOUND",
            "-A OUTPUT -p tcp -j PROXY_OUTBOUND",
            "-A PROXY_INBOUND -i lo -j RETURN",
            "-A PROXY_INBOUND -p tcp -m tcp --dport 15020 -j RETURN",
            "-A PROXY_INBOUND -p tcp -m tcp --dport 22 -j RETURN",
            "-A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 15006",
            "-A PROXY_OUTBOUND -o lo -j RETURN",
            "-A PROXY_OUTBOUND -d 127.0.0.1/32 -j RETURN",
            "-A PROXY_OUTBOUND -m owner --uid-owner 1337 -j RETURN",
            "-A PROXY_OUTBOUND -m owner --gid-owner 1337 -j RETURN",
            "-A PROXY_OUTBOUND -p tcp -m tcp --dport 25 -j RETURN",
            "-A PROXY_OUTBOUND -p tcp -m tcp --dport 3306 -j RETURN",
            "-A PROXY_OUTBOUND -d 10.0.0.0/8 -j RETURN",
            "-A PROXY_OUTBOUND -d 192.0.2.7/32 -j RETURN",
            "-A PROXY_OUTBOUND -p tcp -j REDIRECT --to-ports 15001");
    assertThat(rules(IpFamily.IPV6))
        .contains(
            "-A PROXY_OUTBOUND -d ::1/128 -j RETURN",
            "-A PROXY_OUTBOUND -d fd00::/8 -j RETURN",
            "-A PROXY_OUTBOUND -p tcp -j REDIRECT --to-ports 15001");
  }

  @Test
  void a_second_run_applies_nothing_whatever_is_skipped() {
    var settings =
        with(
            Map.of(
                "MESH_SKIP_INBOUND_PORTS", "1,65535",
                "MESH_SKIP_OUTBOUND_CIDRS", "0.0.0.0/0,::/0,fe80::1,2001:db8:0:1::/64,::/1"));
    namespace.init(settings);
    var before = List.of(rules(IpFamily.IPV4), rules(IpFamily.IPV6));

    var ended = namespace.init(settings);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.printed())
        .isEqualTo(
            """
            # IPv4, iptables (%1$s): nothing to apply
            # IPv6, ip6tables (%1$s): nothing to apply
            """
                .formatted(backEnd));
    assertThat(List.of(rules(IpFamily.IPV4), rules(IpFamily.IPV6))).isEqualTo(before);
  }

  @Test
  void what_was_damaged_is_repaired_and_what_is_foreign_stays() {
    namespace.restore(program(), ":DOCKER_OUTPUT - [0:0]", FOREIGN);
    namespace.init(environment);
    var whole = rules(IpFamily.IPV4);
    namespace.restore(
        program(),
        "-D PREROUTING -p tcp -j PROXY_INBOUND", // a jump is lost
        "-I OUTPUT 1 -p tcp -j PROXY_OUTBOUND", // a jump is doubled
        "-A PREROUTING -p tcp -g PROXY_INBOUND", // and one comes in another form
        "-A DOCKER_OUTPUT -p tcp -m comment --comment \"a \\\" -j b\" -j PROXY_INBOUND",
        "-D PROXY_INBOUND -i lo -j RETURN", // another order
        "-A PROXY_INBOUND -i lo -j RETURN",
        "-I PROXY_OUTBOUND 3 -p tcp -m tcp --dport 80 -j ACCEPT", // and a stranger
        "-D PROXY_OUTBOUND -m owner --uid-owner 1337 -j RETURN");

    var ended = namespace.init(environment);

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(rules(IpFamily.IPV4)).isEqualTo(whole).contains(FOREIGN);
    assertThat(ended.printed()).contains("# IPv6, ip6tables (" + backEnd + "): nothing to apply");
  }

  @Test
  void a_run_that_ended_half_way_is_finished_by_the_next() {
    namespace.restore(
        program(),
        ":PROXY_OUTBOUND - [0:0]",
        "-A PROXY_OUTBOUND -o lo -j RETURN",
        "-A INPUT -p tcp -j PROXY_OUTBOUND"); // from where nothing may be redirected

    var ended = namespace.init(environment);

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(rules(IpFamily.IPV4)).hasSize(10);
    assertThat(rules(IpFamily.IPV6)).hasSize(10);
  }

  @Test
  void other_settings_change_only_the_chain_they_concern() {
    namespace.init(environment);

    var ended = namespace.init(with(Map.of("MESH_SKIP_INBOUND_PORTS", "22")));

    assertThat(ended.printed()).contains("--dport 22").doesNotContain("PROXY_OUTBOUND");
    assertThat(rules(IpFamily.IPV4))
        .contains("-A PROXY_INBOUND -p tcp -m tcp --dport 22 -j RETURN");
  }

  @Test
  void a_dry_run_prints_what_would_make_it_so_and_changes_nothing() {
    namespace.restore(program(), ":DOCKER_OUTPUT - [0:0]", FOREIGN);

    var ended = namespace.init(environment, "--dry-run");
    var untouched = rules(IpFamily.IPV4);
    String ipv4 = ended.printed().substring(0, ended.printed().indexOf("# IPv6"));
    namespace.restore(
        program(), ipv4.lines().filter(line -> line.matches("[-:].*")).toArray(String[]::new));
    var second = namespace.init(environment);

    assertThat(ended.exitCode()).isZero();
    assertThat(untouched).containsExactly(FOREIGN);
    assertThat(second.printed())
        .startsWith("# IPv4, iptables (" + backEnd + "): nothing to apply\n");
  }

  @Test
  void removing_takes_everything_of_ours_and_only_that() {
    namespace.restore(program(), ":DOCKER_OUTPUT - [0:0]", FOREIGN);
    namespace.init(environment);
    namespace.restore(program(), "-A DOCKER_OUTPUT -j PROXY_INBOUND");

    var first = namespace.init(environment, "--remove");
    var second = namespace.init(environment, "--remove");

    assertThat(first.exitCode()).as(first.said()).isZero();
    assertThat(namespace.exec(program() + "-save", "-t", "nat")).doesNotContain("PROXY_");
    assertThat(rules(IpFamily.IPV4)).containsExactly(FOREIGN);
    assertThat(rules(IpFamily.IPV6)).isEmpty();
    assertThat(second.exitCode()).isZero();
    assertThat(second.printed()).doesNotContain("COMMIT");
  }

  @Test
  void rules_in_the_back_end_that_is_no_longer_the_default_are_moved() {
    String other = backEnd.other().programOf(IpFamily.IPV4);
    namespace.init(environment);
    namespace.restore(other, ":PROXY_OUTBOUND - [0:0]", "-A OUTPUT -p tcp -j PROXY_OUTBOUND");

    var ended = namespace.init(environment);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.said())
        .isEqualTo(
            "note: %s (%s): rules of ours found there too; they are removed"
                .formatted(other, backEnd.other()));
    assertThat(namespace.exec(other + "-save", "-t", "nat")).doesNotContain("PROXY_");
    assertThat(rules(IpFamily.IPV4)).hasSize(10);
  }

  private Map<String, String> with(Map<String, String> settings) {
    var all = new HashMap<>(environment);
    all.putAll(settings);
    return all;
  }

  private String program() {
    return backEnd.programOf(IpFamily.IPV4);
  }

  private List<String> rules(IpFamily family) {
    return namespace.rules(backEnd.programOf(family));
  }
}
