package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserNamespacesTest {

  private static final Map<String, List<String>> RANGES = ranges("ann:100000:65536");

  @Test
  void without_a_range_of_users_the_next_free_one_is_offered() {
    var found = new UserNamespaces("ann", 1000, ranges("ben:100000:65536"), Map.of(), "");

    assertThat(found.reasons())
        .singleElement()
        .asString()
        .endsWith("sudo usermod --add-subuids 165536-231071 --add-subgids 165536-231071 ann");
  }

  @Test
  void a_range_that_is_too_small_for_the_pods_users_does_not_count() {
    var found = new UserNamespaces("ann", 1000, ranges("ann:100000:1000"), Map.of(), "");

    assertThat(found.reasons())
        .singleElement()
        .asString()
        .contains("usermod --add-subuids 101000-");
  }

  @Test
  void a_range_may_be_given_to_the_users_number() {
    var found = new UserNamespaces("ann", 1000, ranges("1000:100000:65536"), Map.of(), "odd");

    assertThat(found.reasons()).singleElement().asString().contains("(odd)");
  }

  @Test
  void each_switch_that_forbids_namespaces_is_named_with_the_command_that_helps() {
    assertThat(reasons("kernel.unprivileged_userns_clone", "0"))
        .endsWith("sudo sysctl -w kernel.unprivileged_userns_clone=1");
    assertThat(reasons("user.max_user_namespaces", "0"))
        .endsWith("sudo sysctl -w user.max_user_namespaces=15000");
    assertThat(reasons("kernel.apparmor_restrict_unprivileged_userns", "1"))
        .endsWith("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
  }

  @Test
  void an_unshare_without_the_option_is_called_too_old() {
    var found =
        new UserNamespaces(
            "ann", 1000, RANGES, Map.of(), "unshare: unrecognized option '--map-auto'");

    assertThat(found.reasons()).singleElement().asString().contains("util-linux 2.38");
  }

  private static String reasons(String setting, String value) {
    var reasons =
        new UserNamespaces("ann", 1000, RANGES, Map.of(setting, value), "not permitted").reasons();
    assertThat(reasons).hasSize(1);
    return reasons.getFirst();
  }

  private static Map<String, List<String>> ranges(String... lines) {
    return Map.of("/etc/subuid", List.of(lines), "/etc/subgid", List.of(lines));
  }
}
