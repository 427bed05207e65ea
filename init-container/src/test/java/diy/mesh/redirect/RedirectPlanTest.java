package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Cidr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedirectPlanTest {

  private static final Redirection WANTED = Redirection.of(Settings.NONE, IpFamily.IPV4);
  private static final String DOCKER = "-d 127.0.0.11/32 -j FOREIGN_DNS";

  @Test
  void a_fresh_namespace_gets_both_chains_and_both_jumps() {
    var plan = RedirectPlan.between(NatTable.parse(""), WANTED);

    assertThat(plan.restoreInput())
        .isEqualTo(
            """
            *nat
            :PROXY_INBOUND - [0:0]
            :PROXY_OUTBOUND - [0:0]
            -A PROXY_INBOUND -i lo -j RETURN
            -A PROXY_INBOUND -p tcp -m tcp --dport 15020 -j RETURN
            -A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 15006
            -A PREROUTING -p tcp -j PROXY_INBOUND
            -A PROXY_OUTBOUND -o lo -j RETURN
            -A PROXY_OUTBOUND -d 127.0.0.1/32 -j RETURN
            -A PROXY_OUTBOUND -m owner --uid-owner 1337 -j RETURN
            -A PROXY_OUTBOUND -m owner --gid-owner 1337 -j RETURN
            -A PROXY_OUTBOUND -p tcp -j REDIRECT --to-ports 15001
            -A OUTPUT -p tcp -j PROXY_OUTBOUND
            COMMIT
            """);
  }

  @Test
  void a_lost_jump_alone_is_put_back() {
    var table = redirected();
    table.restore("-D OUTPUT -p tcp -j PROXY_OUTBOUND");

    var plan = RedirectPlan.between(table.read(), WANTED);

    assertThat(plan.changes())
        .containsExactly(new Change.Append("OUTPUT", MeshChain.PROXY_OUTBOUND.jump()));
  }

  @Test
  void a_doubled_jump_loses_its_double() {
    var table = redirected();
    table.restore("-A OUTPUT -p tcp -j PROXY_OUTBOUND");

    var plan = RedirectPlan.between(table.read(), WANTED);

    assertThat(plan.changes())
        .containsExactly(new Change.Delete("OUTPUT", MeshChain.PROXY_OUTBOUND.jump()));
  }

  @Test
  void a_chain_in_another_order_is_written_anew_and_the_other_chain_left_alone() {
    var table = redirected();
    table.restore("-D PROXY_INBOUND -i lo -j RETURN\n-A PROXY_INBOUND -i lo -j RETURN");

    var plan = RedirectPlan.between(table.read(), WANTED);

    assertThat(plan.restoreInput())
        .isEqualTo(
            """
            *nat
            :PROXY_INBOUND - [0:0]
            -A PROXY_INBOUND -i lo -j RETURN
            -A PROXY_INBOUND -p tcp -m tcp --dport 15020 -j RETURN
            -A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 15006
            COMMIT
            """);
  }

  @Test
  void removing_takes_the_jumps_from_wherever_they_are() {
    var table = redirected();
    table.restore(":FOREIGN_DNS - [0:0]\n-A FOREIGN_DNS -g PROXY_OUTBOUND\n-A OUTPUT " + DOCKER);

    table.restore(RedirectPlan.between(table.read(), Redirection.NONE).restoreInput());

    assertThat(table.save()).doesNotContain("PROXY_");
    assertThat(table.rules("OUTPUT")).containsExactly(DOCKER);
    assertThat(table.chains()).containsKey("FOREIGN_DNS");
  }

  @Test
  void applying_the_plan_gives_what_is_wanted_and_leaves_what_is_foreign() {
    for (long seed = 0; seed < 500; seed++) {
      var dice = new Random(seed);
      var table = anyTable(dice);
      var wanted =
          dice.nextInt(4) == 0
              ? Redirection.NONE
              : Redirection.of(anySettings(dice), anyFamily(dice));
      var foreign = foreignRules(table);

      table.restore(RedirectPlan.between(table.read(), wanted).restoreInput());

      var found = table.read();
      assertThat(RedirectPlan.between(found, wanted).changes()).as("seed %d", seed).isEmpty();
      assertThat(foreignRules(table)).as("seed %d", seed).isEqualTo(foreign);
      assertThat(Difference.between(found, wanted)).as("seed %d", seed).isEmpty();
      for (MeshChain chain : MeshChain.values()) {
        assertThat(found.rules(chain.name())).as("seed %d", seed).isEqualTo(wanted.rules(chain));
        assertThat(table.save().split("-j " + chain + "\n", -1))
            .as("seed %d: jumps to %s", seed, chain)
            .hasSize(wanted.rules(chain).isPresent() ? 2 : 1);
      }
    }
  }

  @Test
  void a_difference_shows_what_is_there_and_what_is_wanted() {
    var table = redirected();
    table.restore(
        "-D PROXY_INBOUND -p tcp -j REDIRECT --to-ports 15006\n"
            + "-A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 4000");

    String difference = Difference.between(table.read(), WANTED);

    assertThat(difference)
        .isEqualTo(
            "\n- -A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 4000"
                + "\n+ -A PROXY_INBOUND -p tcp -j REDIRECT --to-ports 15006");
  }

  private static FakeTable redirected() {
    var table = new FakeTable();
    table.restore(RedirectPlan.between(table.read(), WANTED).restoreInput());
    return table;
  }

  /** Every chain that is not ours, with those of its rules that do not lead to ours. */
  private static Map<String, List<String>> foreignRules(FakeTable table) {
    var foreign = new LinkedHashMap<String, List<String>>();
    table
        .chains()
        .forEach(
            (name, rules) -> {
              if (!name.startsWith("PROXY_")) {
                foreign.put(
                    name, rules.stream().filter(rule -> !rule.contains(" PROXY_")).toList());
              }
            });
    return foreign;
  }

  /** Foreign rules, and ours as an earlier version, a crash or a person may have left them. */
  private static FakeTable anyTable(Random dice) {
    var table = FakeTable.of(":FOREIGN_DNS - [0:0]", ":FOREIGN_NODES - [0:0]");
    if (dice.nextInt(3) > 0) {
      var earlier = Redirection.of(anySettings(dice), anyFamily(dice));
      table.restore(RedirectPlan.between(table.read(), earlier).restoreInput());
    }
    for (int edits = dice.nextInt(12); edits > 0; edits--) {
      edit(table, dice);
    }
    return table;
  }

  private static void edit(FakeTable table, Random dice) {
    var chains = List.copyOf(table.chains().keySet());
    String chain = chains.get(dice.nextInt(chains.size()));
    List<String> rules = table.rules(chain);
    switch (dice.nextInt(6)) {
      case 0 -> table.restore("-A " + chain + " " + DOCKER);
      case 1 -> table.restore("-A " + chain + " -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8");
      case 2 -> {
        var ours = List.of("PROXY_INBOUND", "PROXY_OUTBOUND").get(dice.nextInt(2));
        if (chains.contains(ours) && !chain.equals(ours)) {
          var form = List.of("-p tcp -j ", "-j ", "-d 10.0.0.0/8 -g ").get(dice.nextInt(3));
          table.restore("-A " + chain + " " + form + ours);
        }
      }
      case 3 -> Collections.shuffle(rules, dice);
      case 4 -> {
        if (chain.startsWith("PROXY_") && !rules.isEmpty()) {
          rules.remove(dice.nextInt(rules.size()));
        }
      }
      case 5 -> {
        if (!chains.contains("PROXY_INBOUND")) {
          table.restore(":PROXY_INBOUND - [0:0]"); // a chain without a jump or a rule
        }
      }
      default -> throw new AssertionError();
    }
  }

  private static Settings anySettings(Random dice) {
    var blocks = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"), Cidr.parse("0.0.0.0/0"));
    return new Settings(
        anyPorts(dice), anyPorts(dice), blocks.subList(dice.nextInt(3), blocks.size()));
  }

  private static List<Integer> anyPorts(Random dice) {
    var ports = new ArrayList<Integer>();
    for (int count = dice.nextInt(3); count > 0; count--) {
      ports.add(1 + dice.nextInt(65_535));
    }
    return ports;
  }

  private static IpFamily anyFamily(Random dice) {
    return dice.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
  }
}
