package diy.mesh.controlplane.sidecar.kubernetes;

import diy.mesh.controlplane.sidecar.MissedInjections;
import diy.mesh.controlplane.sidecar.SeenPod;
import diy.mesh.model.workload.MissedSidecar;
import diy.mesh.model.workload.Renewal;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pods of a cluster. */
public final class ClusterPods implements MissedInjections.Pods {

  /** Some megabytes at a time, however many pods there are. */
  private static final long PAGE = 100;

  private static final String NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private static final String REPORTER = "mesh.diy/control-plane";

  private final KubernetesClient client;
  private final String instance;
  private final InstantSource clock;

  /**
   * Those of this cluster.
   *
   * @param instance which control plane it is that puts events on them
   */
  public ClusterPods(KubernetesClient client, String instance, InstantSource clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public Map<String, Map<String, String>> namespaces() throws IOException {
    try {
      var namespaces = new HashMap<String, Map<String, String>>();
      for (var namespace : client.namespaces().list().getItems()) {
        var metadata = namespace.getMetadata();
        namespaces.put(metadata.getName(), orEmpty(metadata.getLabels()));
      }
      return namespaces;
    } catch (KubernetesClientException e) {
      throw new IOException("namespaces: " + e.getMessage(), e);
    }
  }

  @Override
  public void each(Consumer<SeenPod> taker) throws IOException {
    @Nullable String rest = null;
    do {
      try {
        var page = client.pods().inAnyNamespace().list(page(rest));
        page.getItems().forEach(pod -> taker.accept(seen(pod)));
        rest = page.getMetadata().getContinue();
      } catch (KubernetesClientException e) {
        throw new IOException("pods: " + e.getMessage(), e);
      }
    } while (rest != null && !rest.isEmpty());
  }

  @Override
  public void warn(SeenPod pod, String reason, String message) throws IOException {
    String namespace = pod.facts().namespace();
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("missed-injection-" + pod.uid()) // the second one for a pod has no name left
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(namespace)
            .withName(pod.name())
            .withUid(pod.uid())
            .endInvolvedObject()
            .withType("Warning")
            .withReason(reason)
            .withMessage(message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource()
            .withComponent(REPORTER)
            .endSource()
            .withReportingComponent(REPORTER)
            .withReportingInstance(instance)
            .build();
    try {
      client.v1().events().inNamespace(namespace).resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private static ListOptions page(@Nullable String rest) {
    return new ListOptionsBuilder()
        .withLimit(PAGE)
        .withContinue(rest)
        .withFieldSelector(NOT_ENDED)
        .build();
  }

  private static SeenPod seen(Pod pod) {
    var metadata = pod.getMetadata();
    var facts =
        new MissedSidecar.Facts(
            metadata.getNamespace(),
            orEmpty(metadata.getLabels()),
            orEmpty(metadata.getAnnotations()),
            Boolean.TRUE.equals(pod.getSpec().getHostNetwork()),
            hasEnded(pod));
    var maker =
        metadata.getOwnerReferences().stream()
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .map(ClusterPods::maker)
            .findFirst();
    return new SeenPod(metadata.getUid(), metadata.getName(), facts, maker);
  }

  /** Or is about to: who takes its place is what matters then. */
  private static boolean hasEnded(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null
        || (pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase()));
  }

  private static Renewal.Maker maker(OwnerReference owner) {
    return new Renewal.Maker(owner.getKind(), owner.getName());
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
