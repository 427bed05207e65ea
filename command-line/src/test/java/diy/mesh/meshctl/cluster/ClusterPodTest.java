package diy.mesh.meshctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.model.workload.MissedSidecar;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterPodTest {

  private static final Map<String, String> LABELLED = Map.of("mesh.diy/inject", "enabled");

  private static ClusterPod pod(String metadata, String status) throws Exception {
    return ClusterPod.of(
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"namespace": "demo", "name": "app-b-7d-x", %s},
                 "spec": {"containers": [{"name": "app"}]}, "status": {%s}}
                """
                    .formatted(metadata, status)));
  }

  @Test
  void a_ready_pod_with_a_sidecar_has_nothing_to_say() throws Exception {
    var pod =
        pod(
            "\"annotations\": {\"mesh.diy/status\": \"injected\"}",
            """
            "phase": "Running", "podIP": "10.0.0.7",
            "conditions": [{"type": "PodScheduled", "status": "True"},
                           {"type": "Ready", "status": "True"}]\
            """);

    assertThat(pod.status().injected()).isTrue();
    assertThat(pod.status().ready()).isTrue();
    assertThat(pod.status().message()).isEmpty();
    assertThat(pod.status().address()).isEqualTo("10.0.0.7");
    assertThat(MissedSidecar.isSo(pod.facts(), LABELLED, "diy-mesh")).isFalse();
  }

  @Test
  void what_a_container_waits_for_is_why_its_pod_is_not_ready() throws Exception {
    var pod =
        pod(
            "\"labels\": {}",
            """
            "phase": "Pending",
            "conditions": [{"type": "Ready", "status": "False"}],
            "initContainerStatuses": [{"name": "mesh-init", "state": {"terminated": {}}}],
            "containerStatuses": [
              {"name": "app", "state": {"waiting": {"reason": "PodInitializing"}}},
              {"name": "two", "state": {"waiting": {"reason": "ErrImagePull", "message": "gone"}}}]\
            """);

    assertThat(pod.status().ready()).isFalse();
    assertThat(pod.status().message()).isEqualTo("two: ErrImagePull gone");
  }

  @Test
  void who_is_not_there_yet_says_its_phase() throws Exception {
    assertThat(pod("\"labels\": {}", "\"phase\": \"Pending\"").status().message())
        .isEqualTo("pending");
  }

  @Test
  void a_pod_without_a_sidecar_is_made_anew_by_whoever_made_it() throws Exception {
    var ofDeployment =
        pod(
            """
            "labels": {"pod-template-hash": "7d"},
            "ownerReferences": [{"kind": "ReplicaSet", "name": "app-b-7d", "controller": true}]\
            """,
            "\"phase\": \"Running\"");

    assertThat(MissedSidecar.isSo(ofDeployment.facts(), LABELLED, "diy-mesh")).isTrue();
    assertThat(ofDeployment.renewal())
        .isEqualTo("kubectl rollout restart deployment app-b -n demo");
    assertThat(pod("\"labels\": {}", "\"phase\": \"Running\"").renewal())
        .isEqualTo("kubectl delete pod app-b-7d-x -n demo, and apply it again");
  }
}
