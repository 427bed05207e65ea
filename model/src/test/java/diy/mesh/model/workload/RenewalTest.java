package diy.mesh.model.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalTest {

  @Test
  void a_deployment_is_restarted_not_its_replica_set() {
    assertThat(command("ReplicaSet", "app-b-7d9f", Map.of("pod-template-hash", "7d9f")))
        .isEqualTo("kubectl rollout restart deployment app-b -n demo");
  }

  @Test
  void who_rolls_out_by_itself_is_restarted() {
    assertThat(command("StatefulSet", "db", Map.of()))
        .isEqualTo("kubectl rollout restart statefulset db -n demo");
    assertThat(command("DaemonSet", "agent", Map.of()))
        .isEqualTo("kubectl rollout restart daemonset agent -n demo");
  }

  @Test
  void who_cannot_be_restarted_loses_a_pod_and_makes_another() {
    assertThat(command("Job", "once", Map.of()))
        .isEqualTo("kubectl delete pod p -n demo, and its Job makes another");
    assertThat(command("ReplicaSet", "alone", Map.of("pod-template-hash", "7d9f")))
        .isEqualTo("kubectl delete pod p -n demo, and its ReplicaSet makes another");
  }

  @Test
  void a_pod_of_nobodys_is_applied_again() {
    assertThat(Renewal.command("demo", "p", Map.of(), Optional.empty()))
        .isEqualTo("kubectl delete pod p -n demo, and apply it again");
  }

  private static String command(String kind, String name, Map<String, String> labels) {
    return Renewal.command("demo", "p", labels, Optional.of(new Renewal.Maker(kind, name)));
  }
}
