package diy.mesh.model.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MissedSidecarTest {

  private static final Map<String, String> LABELLED =
      Map.of(Annotations.INJECT, Annotations.INJECT_ENABLED);
  private static final Map<String, String> SILENT = Map.of();

  private static MissedSidecar.Facts pod(Map<String, String> labels, Map<String, String> notes) {
    return new MissedSidecar.Facts("demo", labels, notes, false, false);
  }

  private static boolean missed(MissedSidecar.Facts pod, Map<String, String> namespaceLabels) {
    return MissedSidecar.isSo(pod, namespaceLabels, "diy-mesh");
  }

  @Test
  void who_is_asked_for_and_has_none_missed_it() {
    assertThat(missed(pod(SILENT, SILENT), LABELLED)).isTrue();
    assertThat(missed(pod(LABELLED, SILENT), SILENT)).isTrue();
    assertThat(missed(pod(SILENT, LABELLED), SILENT)).isTrue();
  }

  @Test
  void who_has_one_or_did_not_want_one_missed_nothing() {
    var injected = Map.of(Annotations.STATUS, Annotations.STATUS_INJECTED);
    var unwilling = Map.of(Annotations.INJECT, Annotations.INJECT_DISABLED);
    assertThat(missed(pod(SILENT, injected), LABELLED)).isFalse();
    assertThat(missed(pod(SILENT, SILENT), SILENT)).isFalse();
    assertThat(missed(pod(unwilling, SILENT), LABELLED)).isFalse();
    assertThat(missed(pod(LABELLED, unwilling), LABELLED)).isFalse();
  }

  @Test
  void who_would_not_get_one_today_missed_nothing() {
    var secured =
        Map.of(
            Annotations.INJECT,
            Annotations.INJECT_ENABLED,
            "pod-security.kubernetes.io/enforce",
            "restricted");
    var explicit = Map.of(Annotations.EXPLICIT_PORT, "7000:8080");
    assertThat(missed(pod(SILENT, SILENT), secured)).isFalse();
    assertThat(missed(pod(SILENT, explicit), secured)).isTrue();
    assertThat(missed(at("kube-system", false, false), LABELLED)).isFalse();
    assertThat(missed(at("diy-mesh", false, false), LABELLED)).isFalse();
    assertThat(missed(at("demo", true, false), LABELLED)).isFalse();
    assertThat(missed(at("demo", false, true), LABELLED)).isFalse();
  }

  private static MissedSidecar.Facts at(String namespace, boolean hostNetwork, boolean ended) {
    return new MissedSidecar.Facts(namespace, SILENT, SILENT, hostNetwork, ended);
  }
}
