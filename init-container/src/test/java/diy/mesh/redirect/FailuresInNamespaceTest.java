package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real system lacks, and how the program says so. */
@Tag("namespaces")
class FailuresInNamespaceTest {

  @TempDir Path folder = Path.of("");

  private final Namespace namespace = new Namespace();

  @AfterEach
  void deleteTheNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @EnumSource
  void without_the_capability_it_is_named(BackEnd backEnd) throws IOException {
    Path programs = Namespace.programsOf(backEnd, folder);

    var ended =
        namespace.initBy(
            List.of("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin"),
            Map.of("PATH", programs + ":" + System.getenv("PATH")));

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.said())
        .startsWith("error: iptables-save: ")
        .contains("Permission denied (you must be root) (expected: root with the capability")
        .contains("capabilities: {add: [NET_ADMIN]}");
  }

  @Test
  void without_iptables_the_package_is_named() {
    var ended = namespace.init(Map.of("PATH", folder.toString()));

    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.said())
        .startsWith("error: iptables: not found")
        .contains("install the package iptables: apt-get install iptables");
  }

  @Test
  void without_ip6tables_ipv4_alone_is_redirected_as_long_as_no_address_needs_more()
      throws IOException {
    Path programs = Namespace.programsOf(BackEnd.NFT, folder);
    for (String job : List.of("", "-save", "-restore")) {
      Files.delete(programs.resolve("ip6tables" + job));
    }
    var environment = Map.of("PATH", programs.toString());

    var without = namespace.init(environment);
    namespace.exec("ip", "address", "add", "fd55::2/64", "dev", "lo");
    var with = namespace.init(environment);

    assertThat(without.exitCode()).isZero();
    assertThat(without.said()).startsWith("note: IPv6: no rules, and no address that needs them");
    assertThat(namespace.rules("iptables-nft")).hasSize(10);
    assertThat(with.exitCode()).isEqualTo(4);
    assertThat(with.said()).startsWith("error: ip6tables: not found");
  }

  @Test
  void switched_off_ipv6_is_noted_and_redirected_for_the_day_it_is_switched_on() {
    namespace.exec("sysctl", "-w", "net.ipv6.conf.all.disable_ipv6=1");

    var ended = namespace.init(Map.of());

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.said()).startsWith("note: IPv6: switched off in this network namespace");
    assertThat(namespace.rules("ip6tables")).hasSize(10);
  }

  @Test
  void a_user_namespace_that_does_not_know_the_proxys_user_is_explained() {
    var ended =
        namespace.initBy(List.of("unshare", "--user", "--map-root-user", "--net"), Map.of());

    assertThat(ended.exitCode()).isEqualTo(5);
    assertThat(ended.said())
        .contains("RULE_APPEND failed (Invalid argument)")
        .contains("map user and group 1337 into it");
  }

  @Test
  void the_other_back_end_is_used_where_the_default_fails() throws IOException {
    for (String program : List.of("iptables", "ip6tables")) {
      Namespace.script(folder, program, "echo " + program + " v1.8.9 '(nf_tables)'");
      Namespace.script(
          folder,
          program + "-save",
          "echo Failed to initialize nft: Protocol not supported >&2; exit 1");
    }

    var ended = namespace.init(Map.of("PATH", folder + ":" + System.getenv("PATH")));

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(ended.said())
        .contains("note: iptables-legacy (legacy) is used instead of: iptables-save: Failed to");
    assertThat(namespace.rules("iptables-legacy")).hasSize(10);
    assertThat(namespace.rules("ip6tables-legacy")).hasSize(10);
    assertThat(namespace.rules("iptables-nft")).isEmpty();
  }

  @Test
  void rules_that_vanish_are_an_error_that_lists_them() throws IOException {
    Namespace.script(folder, "iptables-restore", "cat >/dev/null");

    var ended = namespace.init(Map.of("PATH", folder + ":" + System.getenv("PATH")));

    assertThat(ended.exitCode()).isEqualTo(6);
    assertThat(ended.said()).contains("\n+ -A OUTPUT -p tcp -j PROXY_OUTBOUND\n");
  }
}
