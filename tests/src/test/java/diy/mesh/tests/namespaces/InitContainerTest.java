package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The init program in a network namespace of its own: the rules it leaves, however often it runs.
 */
@Tag("namespaces")
class InitContainerTest {

  private static final String NETNS = "mesh-tests-init";
  private static final Path JAR =
      Checkout.findRoot().resolve("init-container/target/init-container.jar");

  @BeforeEach
  void a_pods_namespace() {
    Command.run("ip", "netns", "add", NETNS).succeeded();
    inside("ip", "link", "set", "lo", "up").succeeded();
  }

  @AfterEach
  void is_taken_away() {
    Command.run("ip", "netns", "delete", NETNS).succeeded();
  }

  @Test
  void the_second_run_changes_nothing() {
    init().succeeded();
    var rules = rules();

    init().succeeded();

    assertThat(rules).anyMatch(rule -> rule.contains("-A PROXY_OUTBOUND"));
    assertThat(rules).anyMatch(rule -> rule.contains("-A PROXY_INBOUND"));
    assertThat(rules()).isEqualTo(rules);
  }

  @Test
  void a_run_repairs_what_a_crash_left() {
    init().succeeded();
    var rules = rules();
    inside("iptables", "-t", "nat", "-F", "PROXY_OUTBOUND").succeeded();
    inside("iptables", "-t", "nat", "-D", "PREROUTING", "1").succeeded();
    assertThat(rules()).isNotEqualTo(rules);

    init().succeeded();

    assertThat(rules()).isEqualTo(rules);
  }

  @Test
  void remove_leaves_other_peoples_rules_and_none_of_ours() {
    inside("iptables", "-t", "nat", "-A", "OUTPUT", "-d", "192.0.2.1", "-j", "RETURN").succeeded();
    var before = rules();
    init().succeeded();

    init("--remove").succeeded();

    assertThat(rules()).isEqualTo(before);
    init("--remove").succeeded();
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void a_dry_run_prints_rules_and_changes_nothing() {
    var before = rules();

    var printed = init("--dry-run").succeeded().output();

    assertThat(printed).contains("PROXY_INBOUND").contains("PROXY_OUTBOUND").contains("1337");
    assertThat(rules()).isEqualTo(before);
  }

  private static Command init(String... flags) {
    var words = new ArrayList<>(List.of(Images.java(), "-jar", JAR.toString()));
    words.addAll(List.of(flags));
    return inside(words.toArray(String[]::new));
  }

  /** Every rule and chain of both families, without counters. */
  private static List<String> rules() {
    var rules = new ArrayList<String>();
    for (String program : List.of("iptables-save", "ip6tables-save")) {
      inside(program, "-t", "nat")
          .succeeded()
          .output()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replaceAll(" \\[\\d+:\\d+]", ""))
          .forEach(rules::add);
    }
    return rules;
  }

  private static Command inside(String... words) {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", NETNS));
    command.addAll(List.of(words));
    return Command.run(command);
  }
}
