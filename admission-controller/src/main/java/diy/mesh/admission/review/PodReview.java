package diy.mesh.admission.review;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.admission.inject.InjectionDecision;
import diy.mesh.admission.inject.Injector;
import java.io.IOException;
import java.util.List;

/** Pods that are about to be made: who asks for a sidecar gets it. */
public final class PodReview extends Review {

  private final Injector injector;
  private final ClusterView cluster;

  /** Reviews for all namespaces. */
  public PodReview(Injector injector, ClusterView cluster) {
    this.injector = injector;
    this.cluster = cluster;
  }

  @Override
  Verdict judge(JsonNode request) throws IOException {
    String namespace = request.path("namespace").asText();
    // Asked for each time: a namespace that was labelled a moment ago is, for the API server, too.
    var labels = cluster.namespaceLabels(namespace);
    return switch (injector.decide(request.path("object"), namespace, labels)) {
      case InjectionDecision.Inject(var patch) -> Verdict.changed(patch.toJson());
      case InjectionDecision.Skip(var reason, var message) ->
          Verdict.asItIs(reason.isWarning() ? List.of(message) : List.of());
      case InjectionDecision.Refuse refuse -> Verdict.refused(refuse.message());
    };
  }
}
