package diy.mesh.controlplane.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.workload.MissedSidecar;
import diy.mesh.model.workload.Renewal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MissedInjectionsTest {

  private static final Map<String, String> SILENT = Map.of();
  private static final Map<String, String> INJECTED = Map.of("mesh.diy/status", "injected");

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private boolean leads = true;
  private final FakePods pods = new FakePods();
  private final MissedInjections missed =
      new MissedInjections("diy-mesh", pods, () -> leads, () -> now);

  @Test
  void a_pod_without_its_sidecar_is_told_what_helps() {
    pods.there.add(pod("asks", "u-1", SILENT));

    missed.look();

    assertThat(pods.warnings)
        .containsExactly(
            "asks/p-u-1 MissedInjection: outside of the mesh: made without the sidecar that it or"
                + " its namespace asks for, as the admission controller did not answer then, or"
                + " nobody had asked yet; make it anew: kubectl rollout restart deployment app-b"
                + " -n asks");
  }

  @Test
  void who_has_one_or_did_not_ask_hears_nothing() {
    pods.there.add(pod("asks", "u-1", INJECTED));
    pods.there.add(pod("silent", "u-2", SILENT));
    pods.there.add(pod("made-a-moment-ago", "u-3", SILENT));
    pods.there.add(pod("diy-mesh", "u-4", SILENT));

    missed.look();

    assertThat(pods.warnings).isEmpty();
  }

  @Test
  void each_pod_is_told_once() {
    pods.there.add(pod("asks", "u-1", SILENT));
    missed.look();
    pods.there.add(pod("asks", "u-2", SILENT));

    missed.look();

    assertThat(pods.warnings).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void it_is_told_again_when_the_event_has_been_forgotten() {
    pods.there.add(pod("asks", "u-1", SILENT));
    missed.look();
    now = now.plus(Duration.ofMinutes(59));
    missed.look();
    assertThat(pods.warnings).hasSize(1);

    now = now.plus(Duration.ofMinutes(1));
    missed.look();

    assertThat(pods.warnings).hasSize(2);
  }

  @Test
  void what_fails_is_tried_again_and_keeps_no_other_pod_from_hearing() {
    pods.there.add(pod("asks", "u-1", SILENT));
    pods.there.add(pod("asks", "u-2", SILENT));
    pods.failingFor = "u-1";
    missed.look();
    assertThat(pods.warnings).singleElement().asString().startsWith("asks/p-u-2");
    pods.failingFor = "";

    missed.look();

    assertThat(pods.warnings).hasSize(2);
  }

  @Test
  void an_api_server_that_is_away_is_asked_again() {
    pods.there.add(pod("asks", "u-1", SILENT));
    pods.away = true;
    missed.look();
    assertThat(pods.warnings).isEmpty();
    pods.away = false;

    missed.look();

    assertThat(pods.warnings).hasSize(1);
  }

  @Test
  void who_leads_looks_at_once_and_who_does_not_tells_nothing() throws Exception {
    pods.there.add(pod("asks", "u-1", SILENT));
    leads = false;
    missed.start();
    missed.close();
    assertThat(pods.warnings).isEmpty();

    try (var leading = new MissedInjections("diy-mesh", pods, () -> true, () -> now)) {
      leading.start();
      assertThat(pods.warnings.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private static SeenPod pod(String namespace, String uid, Map<String, String> annotations) {
    return new SeenPod(
        uid,
        "p-" + uid,
        new MissedSidecar.Facts(
            namespace, Map.of("pod-template-hash", "7d9f"), annotations, false, false),
        Optional.of(new Renewal.Maker("ReplicaSet", "app-b-7d9f")));
  }

  private static final class FakePods implements MissedInjections.Pods {

    private final List<SeenPod> there = new ArrayList<>();
    private final LinkedBlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private String failingFor = "";
    private boolean away;

    @Override
    public Map<String, Map<String, String>> namespaces() throws IOException {
      if (away) {
        throw new IOException("the API server is away");
      }
      var asks = Map.of("mesh.diy/inject", "enabled");
      return Map.of("asks", asks, "silent", SILENT, "diy-mesh", asks);
    }

    @Override
    public void each(Consumer<SeenPod> taker) {
      there.forEach(taker);
    }

    @Override
    public void warn(SeenPod pod, String reason, String message) throws IOException {
      if (pod.uid().equals(failingFor)) {
        throw new IOException("the API server is away");
      }
      warnings.add("%s %s: %s".formatted(pod, reason, message));
    }
  }
}
