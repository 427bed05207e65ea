package diy.mesh.redirect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

  private static final String GLOBAL_ADDRESS =
      "fd000000000000000000000000000002 02 40 00 80 eth0\n";
  private static final Host.Ended FORBIDDEN =
      new Host.Finished(4, "", "Could not fetch rule set: Permission denied (you must be root)");
  private static final Host.Ended BROKEN =
      new Host.Finished(1, "", "Failed to initialize nft:\n Protocol not supported");

  private final FakeHost host = new FakeHost();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void both_families_are_redirected_and_a_second_run_applies_nothing() {
    int first = run();
    int second = run();

    assertThat(List.of(first, second)).containsOnly(0);
    assertThat(host.restored()).containsExactly("iptables-restore", "ip6tables-restore");
    assertThat(nft(IpFamily.IPV6)).contains("-d ::1/128", "--to-ports 15001");
    assertThat(out())
        .endsWith(
            """
            # IPv4, iptables (nft): nothing to apply
            # IPv6, ip6tables (nft): nothing to apply
            """);
    assertThat(err()).isEmpty();
  }

  @Test
  void a_dry_run_prints_the_plan_and_applies_nothing() {
    int exitCode = run("--dry-run");

    assertThat(exitCode).isZero();
    assertThat(host.restored()).isEmpty();
    assertThat(out())
        .startsWith("# IPv4, iptables (nft): would apply\n*nat\n:PROXY_INBOUND - [0:0]\n")
        .contains("COMMIT\n# IPv6, ip6tables (nft): would apply\n*nat\n");
  }

  @Test
  void removing_leaves_nothing_of_ours_and_may_be_repeated() {
    run();

    int first = run("--remove");
    int second = run("--remove");

    assertThat(List.of(first, second)).containsOnly(0);
    assertThat(nft(IpFamily.IPV4)).doesNotContain("PROXY_");
    assertThat(host.restored()).hasSize(4);
  }

  @Test
  void removing_does_not_care_about_settings() {
    assertThat(run(Map.of(Settings.INBOUND_PORTS, "nonsense"), "--remove")).isZero();
  }

  @Test
  void a_bad_setting_is_named_and_nothing_applied() {
    int exitCode = run(Map.of(Settings.INBOUND_PORTS, "http"));

    assertThat(exitCode).isEqualTo(2);
    assertThat(host.restored()).isEmpty();
    assertThat(err()).startsWith("error: MESH_SKIP_INBOUND_PORTS: 'http' (expected:");
  }

  @Test
  void an_unknown_flag_is_answered_with_the_usage() {
    assertThat(run("--dryrun")).isEqualTo(2);
    assertThat(err()).startsWith("error: argument: '--dryrun'").contains("--dry-run");
  }

  @Test
  void without_permission_the_capability_is_named() {
    host.answer("iptables-save", FORBIDDEN);

    assertThat(run()).isEqualTo(3);
    assertThat(err()).contains("you must be root").contains("add: [NET_ADMIN]");
  }

  @Test
  void without_any_iptables_the_package_is_named() {
    host.missing("iptables", "iptables-nft", "iptables-legacy");

    assertThat(run()).isEqualTo(4);
    assertThat(err()).startsWith("error: iptables: not found").contains("apt-get install");
  }

  @Test
  void programs_with_long_names_alone_will_do() {
    host.missing("iptables", "iptables-save", "iptables-restore", "iptables-nft");

    assertThat(run()).isZero();
    assertThat(host.restored()).containsExactly("iptables-legacy-restore", "ip6tables-restore");
  }

  @Test
  void the_other_back_end_is_used_where_the_default_does_not_work() {
    host.answer("iptables-save", BROKEN);

    assertThat(run()).isZero();
    assertThat(host.restored()).containsExactly("iptables-legacy-restore", "ip6tables-restore");
    assertThat(err())
        .startsWith(
            "note: iptables-legacy (legacy) is used instead of: iptables-save: Failed to"
                + " initialize nft: Protocol not supported");
  }

  @Test
  void a_kernel_that_refuses_the_rules_in_both_back_ends_is_an_error_that_quotes_both() {
    host.answer("iptables-restore", BROKEN);
    host.answer("iptables-legacy-restore", new Host.Finished(1, "", "line 9 failed"));

    assertThat(run()).isEqualTo(5);
    assertThat(err())
        .contains("Protocol not supported; iptables-legacy-restore: line 9 failed")
        .contains("table nat, the target REDIRECT, the match owner")
        .contains("modprobe");
  }

  @Test
  void what_an_earlier_run_left_in_the_other_back_end_is_removed() {
    host.defaultIs(BackEnd.LEGACY);
    run();
    host.defaultIs(BackEnd.NFT);
    host.file("/proc/net/ip_tables_names", "filter\nnat\n");

    int exitCode = run();

    assertThat(exitCode).isZero();
    assertThat(nft(IpFamily.IPV4)).contains("PROXY_OUTBOUND");
    assertThat(host.table(IpFamily.IPV4, BackEnd.LEGACY).save()).doesNotContain("PROXY_");
    assertThat(err())
        .contains("iptables-legacy (legacy): rules of ours found there too; they are removed");
  }

  @Test
  void the_legacy_table_is_not_read_where_it_was_never_used() {
    host.answer("iptables-legacy-save", FORBIDDEN);

    assertThat(run()).isZero();
  }

  @Test
  void a_rule_that_somebody_deletes_meanwhile_is_no_failure() {
    run();
    var table = host.table(IpFamily.IPV4, BackEnd.NFT);
    table.restore("-A OUTPUT -j PROXY_OUTBOUND");
    host.justBeforeRestoring(() -> table.restore("-D OUTPUT -j PROXY_OUTBOUND"));

    int exitCode = run();

    assertThat(exitCode).isZero();
    assertThat(table.rules("OUTPUT")).containsExactly("-p tcp -j PROXY_OUTBOUND");
  }

  @Test
  void rules_that_are_not_there_afterwards_are_an_error_that_lists_them() {
    host.forgetWhatIsApplied();

    assertThat(run()).isEqualTo(6);
    assertThat(err())
        .contains("the rules read back are not those applied")
        .contains("\n+ -A PROXY_OUTBOUND -p tcp -j REDIRECT --to-ports 15001\n");
  }

  @Test
  void a_program_that_hangs_is_an_error() {
    host.answer("iptables-restore", new Host.TimedOut(10));

    assertThat(run()).isEqualTo(7);
    assertThat(err()).contains("no answer for 10 s").contains("/run/xtables.lock");
  }

  @Test
  void a_kernel_without_ipv6_is_worth_a_note() {
    host.noFile("/proc/net/if_inet6");
    host.answer("ip6tables-save", BROKEN);

    assertThat(run()).isZero();
    assertThat(host.restored()).containsExactly("iptables-restore");
    assertThat(err()).isEqualTo("note: IPv6: this kernel runs without it; IPv4 alone is set up\n");
  }

  @Test
  void missing_ip6tables_is_worth_a_note_as_long_as_no_address_needs_it() {
    host.missing("ip6tables", "ip6tables-nft", "ip6tables-legacy");

    assertThat(run()).isZero();
    assertThat(err()).startsWith("note: IPv6: no rules, and no address that needs them");
  }

  @Test
  void missing_ip6tables_is_an_error_where_connections_would_get_past_the_proxy() {
    host.file("/proc/net/if_inet6", GLOBAL_ADDRESS);
    host.missing("ip6tables", "ip6tables-nft", "ip6tables-legacy");

    assertThat(run()).isEqualTo(4);
    assertThat(err()).startsWith("error: ip6tables: not found");
  }

  @Test
  void ipv6_that_is_switched_off_is_redirected_for_the_day_it_is_switched_on() {
    host.file("/proc/net/if_inet6", "");
    host.file("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1\n");

    assertThat(run()).isZero();
    assertThat(nft(IpFamily.IPV6)).contains("PROXY_OUTBOUND");
    assertThat(err()).startsWith("note: IPv6: switched off in this network namespace");
  }

  private String nft(IpFamily family) {
    return host.table(family, BackEnd.NFT).save();
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream into) {
    return new PrintStream(into, true, UTF_8);
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return Main.run(List.of(arguments), environment, host, print(out), print(err));
  }
}
