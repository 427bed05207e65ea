package diy.mesh.meshctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ProxyStatus;
import diy.mesh.meshctl.client.RouteStatus;
import diy.mesh.meshctl.client.SourceStatus;
import diy.mesh.meshctl.client.TargetStatus;
import diy.mesh.standalone.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SymptomsTest {

  private static final PodStatus POD = pod(true, "");
  private static final Config UP = new Config(new Config.Stream(true, 0, null), List.of());

  @Test
  void when_all_is_well_each_part_says_so() {
    var connected = List.of(new ProxyStatus("demo", "app-a-1", List.of()));

    assertThat(Symptoms.ofPods(List.of(POD))).allMatch(Finding::good);
    assertThat(Symptoms.ofProxies(List.of(POD), connected, Map.of("demo/app-a-1", Optional.of(UP))))
        .containsExactly(
            Finding.well("1 proxies, all connected, with the newest of all they hold"));
  }

  @Test
  void a_pod_that_is_not_ready_is_named_with_its_log() {
    assertThat(Symptoms.ofPods(List.of(pod(false, "app restarts"))))
        .containsExactly(
            Finding.wrong(
                "pod demo/app-a-1 is not ready: app restarts",
                "look into its log: ./meshctl logs app-a-1"));
  }

  @Test
  void a_proxy_that_does_not_answer_is_wrong() {
    var findings =
        Symptoms.ofProxies(List.of(POD), List.of(), Map.of("demo/app-a-1", Optional.empty()));

    assertThat(findings)
        .extracting(Finding::what)
        .containsExactly("the proxy of demo/app-a-1 does not answer");
  }

  @Test
  void a_proxy_without_a_stream_says_how_old_its_config_is() {
    var away = new Config(new Config.Stream(false, 9, "refused"), List.of());

    var findings =
        Symptoms.ofProxies(List.of(POD), List.of(), Map.of("demo/app-a-1", Optional.of(away)));

    assertThat(findings)
        .extracting(Finding::what)
        .containsExactly(
            "the proxy of demo/app-a-1 is not connected, its config is up to 9 s old: refused");
  }

  @Test
  void a_refused_version_and_one_without_an_answer_are_found() {
    var held = new ProxyStatus.Held("10.0.0.1:80", "v2", false, null);
    var config =
        new Config(
            new Config.Stream(true, 0, null),
            List.of(
                new Config.Target(
                    "10.0.0.2:80", "known", new Config.Rejection("v3", "of no kind"))));

    var findings =
        Symptoms.ofProxies(
            List.of(POD),
            List.of(new ProxyStatus("demo", "app-a-1", List.of(held))),
            Map.of("demo/app-a-1", Optional.of(config)));

    assertThat(findings)
        .extracting(Finding::what)
        .containsExactly(
            "the proxy of demo/app-a-1 refuses version v3 of 10.0.0.2:80: of no kind",
            "the proxy of demo/app-a-1 has not answered the newest version of 1 addresses");
  }

  @Test
  void objects_are_named_with_file_and_line() {
    var says =
        new Symptoms.ControlPlane(
            List.of(
                new SourceStatus(
                    "a.yaml", List.of(new SourceStatus.Complaint("a.yaml", 7, "weight: -1")))),
            List.of(
                new RouteStatus(
                    "CanaryRoute", "demo/b", "b.yaml:1", "demo/b", false, true, "conflicts")),
            List.of(
                new TargetStatus(
                    "demo/c",
                    "10.0.0.3:80",
                    "v1",
                    "Service",
                    "demo/c",
                    "c.yaml:1",
                    "every request",
                    List.of(new TargetStatus.Share("demo/c", 1, 0, null)))),
            List.of());

    assertThat(Symptoms.ofObjects(says, origin -> "/state/" + origin, "apply it"))
        .extracting(Finding::what)
        .containsExactly(
            "/state/a.yaml:7: weight: -1",
            "CanaryRoute demo/b, /state/b.yaml:1, is not accepted: conflicts",
            "no endpoint of demo/c takes traffic");
  }

  private static PodStatus pod(boolean ready, String message) {
    return new PodStatus("demo", "app-a-1", "mesh-pod", "10.201.0.1", true, ready, message);
  }
}
