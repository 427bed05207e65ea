package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "-p tcp -m tcp --dport 22 -j RETURN ~ -p tcp --dport 22 -j RETURN",
        "-p tcp -m tcp --dport 22 -j RETURN ~ --protocol 6 --destination-port 22 --jump RETURN",
        "-d 127.0.0.1/32 -j RETURN ~ -d 127.0.0.1 -j RETURN",
        "-d ::1/128 -j RETURN ~ --destination 0:0:0:0:0:0:0:1 -j RETURN",
        "-d fd00::/8 -j RETURN ~ -d fd00:0:0:0:0:0:0:0/8 -j RETURN",
        "-d 0.0.0.0/0 -j RETURN ~ -j RETURN",
        "-d ::/0 -j RETURN ~ -j RETURN",
        "-d 10.0.0.0/8 -p tcp -j A ~ -p tcp -d 10.0.0.0/8 -j A",
        "-m owner --uid-owner 1337 -j RETURN ~ --match owner --uid-owner 1337 -j RETURN",
        "-p tcp -j REDIRECT --to-ports 1 ~ -p tcp -j REDIRECT --to-port 1",
        "! -d 10.0.0.0/8 -j A ~ ! --dst 10.0.0.0/8 -j A",
      })
  void spelling_makes_no_difference(String one, String other) {
    assertThat(Rule.of(one)).isEqualTo(Rule.of(other)).hasSameHashCodeAs(Rule.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "-d 10.0.0.0/8 -j A ~ ! -d 10.0.0.0/8 -j A",
        "-d 10.0.0.0/8 -j A ~ -s 10.0.0.0/8 -j A",
        "-d 10.0.0.0/8 -j A ~ -d 10.0.0.0/9 -j A",
        "! -d 0.0.0.0/0 -j A ~ -j A",
        "-p tcp -j A ~ -j A",
        "-p tcp -j A ~ -p tcp -g A",
        "-p tcp -m socket -j A ~ -p tcp -j A",
        "-m owner --uid-owner 1337 -j A ~ -m owner --gid-owner 1337 -j A",
        "-m owner ! --uid-owner 1337 -j A ~ -m owner --uid-owner 1337 -j A",
        "-j REDIRECT --to-ports 1 ~ -j REDIRECT --to-ports 2",
        "-i lo -j A ~ -o lo -j A",
      })
  void meaning_does(String one, String other) {
    assertThat(Rule.of(one)).isNotEqualTo(Rule.of(other));
  }

  @Test
  void a_target_is_found_behind_a_comment_that_looks_like_one() {
    var rule = Rule.of("-m comment --comment \"not \\\" -j A\" -p tcp -j B");

    assertThat(rule.target()).isEqualTo("B");
  }

  @Test
  void a_rule_that_only_counts_has_no_target() {
    assertThat(Rule.of("-p tcp").target()).isEmpty();
  }
}
