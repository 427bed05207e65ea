package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Reason;
import diy.mesh.admission.inject.InjectionDecision.Refuse;
import diy.mesh.admission.inject.InjectionDecision.Skip;
import diy.mesh.model.workload.Annotations;
import diy.mesh.model.workload.MissedSidecar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which pods join the mesh, and how. Holds no state but its settings: any number of threads
 * may share it.
 */
public final class Injector {

  private final InjectionSettings settings;
  private final InjectedContainers containers;
  private final Supplier<Optional<String>> trustAnchors;

  /** One whose proxies ask the control plane without TLS: on one machine, and in tests. */
  public Injector(InjectionSettings settings) {
    this(settings, Optional::empty);
  }

  /**
   * Decides by these settings.
   *
   * @param trustAnchors who may sign the control plane's certificate, in PEM; empty for no TLS.
   *     Asked for each pod, since there is another one before the first one ends
   */
  public Injector(InjectionSettings settings, Supplier<Optional<String>> trustAnchors) {
    this.settings = settings;
    this.trustAnchors = trustAnchors;
    this.containers = new InjectedContainers(settings);
  }

  /**
   * Decides about one pod.
   *
   * @param tree the pod, at least its {@code metadata} and {@code spec}; is not changed
   * @param namespace where the pod is going to run
   * @param namespaceLabels the labels of that namespace
   */
  public InjectionDecision decide(
      JsonNode tree, String namespace, Map<String, String> namespaceLabels) {
    var pod = new Pod(tree, namespace);
    var wish = InjectionWish.of(pod, namespaceLabels);
    if (MissedSidecar.isProtected(namespace, settings.namespace())) {
      return skip(
          pod,
          wish instanceof InjectionWish.No ? Reason.NOT_ASKED : Reason.PROTECTED_NAMESPACE,
          "the mesh never touches namespace %s; run the app in another one".formatted(namespace));
    }
    return switch (wish) {
      case InjectionWish.No(var reason, var why) -> skip(pod, reason, why);
      case InjectionWish.Unclear(var problem) -> new Refuse(List.of(problem));
      case InjectionWish.Yes _ -> fulfil(pod, namespaceLabels);
    };
  }

  private InjectionDecision fulfil(Pod pod, Map<String, String> namespaceLabels) {
    if (pod.usesHostNetwork()) {
      return skip(
          pod,
          Reason.HOST_NETWORK,
          "it shares the node's network (hostNetwork: true), whose traffic must not be redirected;"
              + " give it a network of its own, or label it %s: %s"
                  .formatted(Annotations.INJECT, Annotations.INJECT_DISABLED));
    }
    if (pod.hasInitContainer(settings.proxy().name())) {
      return skip(
          pod,
          Reason.ALREADY_INJECTED,
          "it already has the container %s".formatted(settings.proxy().name()));
    }
    var obstacles = Obstacles.in(pod, settings);
    var redirection = Redirection.wantedBy(pod, obstacles);
    var tuning = ProxyTuning.wantedBy(pod, settings, obstacles);
    Optional<ExplicitPort> explicit = ExplicitPort.wantedBy(pod, obstacles);
    if (!obstacles.isEmpty()) {
      return new Refuse(obstacles);
    }
    if (explicit.isPresent()) {
      return new Inject(patch(pod, tuning, explicit.get()));
    }
    var forbidding = MissedSidecar.forbidding(namespaceLabels);
    return forbidding.isPresent()
        ? skip(pod, Reason.POD_SECURITY, PodSecurity.why(forbidding.get(), pod.namespace()))
        : new Inject(patch(pod, tuning, redirection));
  }

  /** All that changes in a pod. */
  private PodPatch patch(Pod pod, ProxyTuning tuning, Redirection redirection) {
    var draft = begin(pod);
    var probes = TcpProbes.of(pod, redirection.skippedInboundPorts());
    probes.addTo(draft); // before init containers are inserted: it names them by their place
    // First the rules, then the proxy they lead to: the app's own init containers are served, too.
    draft.insert("/spec/initContainers", 0, containers.init(redirection));
    Optional<String> anchors = trustAnchors.get();
    anchors.ifPresent(_ -> draft.append("/spec/volumes", InjectedContainers.tokenVolume()));
    draft.insert(
        "/spec/initContainers", 1, containers.proxy(tuning.probing(probes.ports()), anchors));
    return draft.finish();
  }

  /** The same without rules. */
  private PodPatch patch(Pod pod, ProxyTuning tuning, ExplicitPort explicit) {
    var draft = begin(pod);
    draft.insert("/spec/initContainers", 0, containers.proxy(tuning, explicit));
    return draft.finish();
  }

  private PatchDraft begin(Pod pod) {
    var draft = new PatchDraft(pod.tree());
    draft.put(
        "/metadata/annotations", Annotations.STATUS, TextNode.valueOf(Annotations.STATUS_INJECTED));
    Scraping.addTo(draft, pod);
    draft.append("/spec/volumes", InjectedContainers.scratchVolume());
    Farewell.of(pod, settings.farewellSeconds()).addTo(draft);
    return draft;
  }

  private static Skip skip(Pod pod, Reason reason, String why) {
    return new Skip(reason, "%s stays without a proxy: %s".formatted(pod.title(), why));
  }
}
