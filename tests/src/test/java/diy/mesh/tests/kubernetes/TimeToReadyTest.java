package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How much later an injected pod is ready than others: printed, and only roughly asserted. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeToReadyTest {

  private static final String NAMESPACE = "mesh-test-ready";
  private static final int ROUNDS = 9;
  private static final long FAR_TOO_MUCH_MILLIS = 20_000;

  /** All of them have the same app, which does nothing. */
  private enum Kind {
    PLAIN("disabled", ""),
    /** What Kubernetes itself takes for two more containers in a row. */
    IDLE(
        "disabled",
        """
          initContainers:
          - {name: init, image: 'diy-mesh/sample-app:dev', command: ['true']}
          - name: sidecar
            image: diy-mesh/sample-app:dev
            command: [sh, -c, 'exec sleep 1000']
            restartPolicy: Always
            startupProbe: {exec: {command: ['true']}, periodSeconds: 1}
            readinessProbe: {exec: {command: ['true']}, periodSeconds: 5}
        """),
    INJECTED("enabled", "");

    private final String inject;
    private final String more;

    Kind(String inject, String more) {
      this.inject = inject;
      this.more = more;
    }

    Pod pod(int round) {
      String name = "%s-%d".formatted(toString().toLowerCase(Locale.ROOT), round);
      return Serialization.unmarshal(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: %s, namespace: %s, labels: {mesh.diy/inject: %s}}
          spec:
            terminationGracePeriodSeconds: 0
            containers:
            - {name: app, image: 'diy-mesh/sample-app:dev', command: [sh, -c, 'exec sleep 1000']}
          """
                  .formatted(name, NAMESPACE, inject)
              + more,
          Pod.class);
    }
  }

  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in(NAMESPACE);
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @Test
  void an_injected_pod_is_ready_soon_after_a_plain_one() throws Exception {
    Map<Kind, List<Long>> millis = new EnumMap<>(Kind.class);
    String kubeconfig = Kubectl.run("config", "view", "--raw", "--minify", "--flatten");
    var config = Config.fromKubeconfig(kubeconfig);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Kind kind : Kind.values()) { // in turn, so that all meet the same machine
          millis
              .computeIfAbsent(kind, _ -> new ArrayList<>())
              .add(millisToReady(client, kind.pod(round)));
        }
      }
    }

    long plain = median(millis, Kind.PLAIN);
    long idle = median(millis, Kind.IDLE);
    long injected = median(millis, Kind.INJECTED);
    System.out.printf(
        "ready after, median of %d: plain %d ms; with an idle init container and sidecar %d ms"
            + " (+%d); injected %d ms (+%d); all %s%n",
        ROUNDS, plain, idle, idle - plain, injected, injected - plain, millis);
    assertThat(injected - plain).isLessThan(FAR_TOO_MUCH_MILLIS);
  }

  private static long millisToReady(KubernetesClient client, Pod pod) {
    long began = System.nanoTime();
    client.resource(pod).create();
    client.resource(pod).waitUntilReady(2, TimeUnit.MINUTES);
    long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    client.resource(pod).withGracePeriod(0).delete();
    return ready;
  }

  private static long median(Map<Kind, List<Long>> millis, Kind kind) {
    return millis.getOrDefault(kind, List.of()).stream()
        .sorted()
        .skip(ROUNDS / 2)
        .findFirst()
        .orElseThrow();
  }
}
