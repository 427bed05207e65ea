package diy.mesh.tests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What callers notice of routes, rollouts and deaths: nothing but what was asked for. */
@KubernetesTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficTest {

  private static final int REQUESTS = 500;

  private InstalledMesh mesh;

  @BeforeAll
  void start() throws Exception {
    mesh = InstalledMesh.in("mesh-test-traffic").withApps();
  }

  @AfterAll
  void stop() throws Exception {
    mesh.close();
  }

  @BeforeEach
  void everything_is_as_in_the_beginning() throws Exception {
    mesh.run("scale", "deployment/app-b", "--replicas=1");
    mesh.awaitRollout("app-b");
    mesh.split(100, 0);
  }

  @Test
  void weights_hold_from_the_acknowledgement_on_and_no_request_fails() throws Exception {
    try (var callers = mesh.callers()) {
      for (int canary : List.of(0, 10, 50, 100)) {
        mesh.split(100 - canary, canary);
        callers.next(1); // those under way when it came

        var answers = callers.next(REQUESTS);

        assertNoneFailed(answers);
        long toCanary = answers.stream().filter(each -> each.contains("-> app-b2 ")).count();
        double share = 100.0 * toCanary / answers.size();
        assertThat(share).as("%d %% of %d", canary, answers.size()).isCloseTo(canary, within(5.0));
        if (canary == 0 || canary == 100) {
          // One a client may have been under way when the first of these was counted.
          assertThat(share).isCloseTo(canary, within(1.0));
        }
      }
    }
  }

  @Test
  void scaling_loses_no_request() throws Exception {
    try (var callers = mesh.callers()) {
      callers.next(REQUESTS);
      mesh.run("scale", "deployment/app-b", "--replicas=5");
      mesh.awaitRollout("app-b");
      assertThat(hosts(callers.next(REQUESTS))).isGreaterThan(1);
      mesh.run("scale", "deployment/app-b", "--replicas=2");
      awaitPods("app-b", 2);

      assertNoneFailed(callers.next(REQUESTS));
    }
  }

  @Test
  void a_rolling_update_loses_no_request() throws Exception {
    try (var callers = mesh.callers()) {
      callers.next(REQUESTS);
      mesh.run("rollout", "restart", "deployment/app-b");
      mesh.awaitRollout("app-b");
      awaitPods("app-b", 1);

      assertNoneFailed(callers.next(REQUESTS));
    }
  }

  @Test
  void pods_that_are_deleted_lose_no_request() throws Exception {
    mesh.run("scale", "deployment/app-b", "--replicas=2");
    mesh.awaitRollout("app-b");
    try (var callers = mesh.callers()) {
      callers.next(REQUESTS);
      String pod =
          mesh.run("get", "pods", "-l", label("app-b"), "-o", "jsonpath={.items[0].metadata.name}");
      mesh.run("delete", "pod", pod);
      mesh.awaitRollout("app-b");

      assertNoneFailed(callers.next(REQUESTS));
    }
  }

  @Test
  void killed_planes_are_missed_by_no_request_and_come_back_by_themselves() throws Exception {
    try (var callers = mesh.callers()) {
      callers.next(REQUESTS);
      Kubectl.run("delete", "pods", "--all", "-n", "diy-mesh", "--grace-period=0", "--force");
      assertNoneFailed(callers.next(REQUESTS));
      for (String plane : List.of("control-plane", "admission-controller")) {
        Kubectl.run("rollout", "status", "-n", "diy-mesh", "deployment/" + plane, "--timeout=90s");
      }
      mesh.split(0, 100);
      callers.next(1);

      var answers = callers.next(REQUESTS);
      assertNoneFailed(answers);
      assertThat(answers.getLast()).contains("-> app-b2 ");
    }
  }

  @Test
  void new_pods_start_while_the_control_plane_is_down() throws Exception {
    Kubectl.run("scale", "deployment/control-plane", "-n", "diy-mesh", "--replicas=0");
    try {
      Kubectl.run(
          "wait",
          "pods",
          "-n",
          "diy-mesh",
          "-l",
          label("control-plane"),
          "--for=delete",
          "--timeout=60s");
      mesh.run("rollout", "restart", "deployment/app-b2");

      mesh.awaitRollout("app-b2");
    } finally {
      Kubectl.run("scale", "deployment/control-plane", "-n", "diy-mesh", "--replicas=1");
      Kubectl.run(
          "rollout", "status", "-n", "diy-mesh", "deployment/control-plane", "--timeout=90s");
    }
  }

  @Test
  void a_job_completes_though_its_proxy_would_go_on() throws Exception {
    Kubectl.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once, namespace: mesh-test-traffic}
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: app
                  image: diy-mesh/sample-app:dev
                  command: [/app/runtime/bin/java, --version]
        """);

    mesh.run("wait", "job/once", "--for=condition=Complete", "--timeout=60s");

    assertThat(
            mesh.run(
                "get",
                "pods",
                "-l",
                "job-name=once",
                "-o",
                "jsonpath={.items[0].spec.initContainers[*].name}"))
        .isEqualTo("mesh-init mesh-proxy");
  }

  private static void assertNoneFailed(List<String> answers) {
    assertThat(answers).allMatch(answer -> answer.contains(" -> app-b"), "an answer of app-b's");
  }

  private static long hosts(List<String> answers) {
    assertNoneFailed(answers);
    return answers.stream().map(each -> each.substring(each.indexOf(" -> "))).distinct().count();
  }

  private static String label(String app) {
    return "app.kubernetes.io/name=" + app;
  }

  /** Waits until those that end have ended. */
  private void awaitPods(String app, int count) throws IOException {
    while (mesh.run("get", "pods", "-l", label(app), "-o", "name").lines().count() != count) {
      Thread.onSpinWait();
    }
  }
}
