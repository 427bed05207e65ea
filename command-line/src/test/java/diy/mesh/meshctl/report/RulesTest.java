package diy.mesh.meshctl.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.ProxyStatus.Held;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.meshctl.terminal.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final String ADDRESS = "10.202.0.2:80";
  private static final List<TargetStatus> TARGETS =
      List.of(
          new TargetStatus(
              "demo/app-b",
              ADDRESS,
              "v2",
              "CanaryRoute",
              "demo/app-b",
              "route.yaml:4",
              "every request",
              List.of(
                  new TargetStatus.Share("demo/app-b", 90, 1, null),
                  new TargetStatus.Share("demo/later", 10, 0, "no such Service"))));

  @Test
  void a_proxy_has_a_rule_only_in_the_version_that_is_in_force() {
    var proxies =
        List.of(
            proxy("now", new Held(ADDRESS, "v2", true, null)),
            proxy("before", new Held(ADDRESS, "v1", true, null)),
            proxy("asked", new Held(ADDRESS, "v2", false, null)),
            proxy("unable", new Held(ADDRESS, "v2", false, "of no kind")),
            proxy("elsewhere", new Held("10.202.0.9:80", "v2", true, null)));

    var rules = Rules.of(TARGETS, List.of(), proxies, origin -> "/state/" + origin, "app-b");

    assertThat(rules.lines())
        .containsExactly(
            "demo/app-b at 10.202.0.2:80",
            "  rule     CanaryRoute demo/app-b, /state/route.yaml:4",
            "  takes    every request",
            "  weight   90 of 100 to demo/app-b, 1 endpoint",
            "  weight   10 of 100 to demo/later, no such Service",
            "  proxies  demo/now acked, demo/before pending, demo/asked pending,"
                + " demo/unable refused (of no kind)");
  }

  @Test
  void an_unknown_service_is_told_which_there_are() {
    assertThatThrownBy(() -> Rules.of(TARGETS, List.of(), List.of(), origin -> origin, "app-c"))
        .isInstanceOf(Failure.class)
        .hasMessage("service app-c: none of that name (there are: demo/app-b)");
  }

  private static ProxyStatus proxy(String pod, Held held) {
    return new ProxyStatus("demo", pod, List.of(held));
  }
}
