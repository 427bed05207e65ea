package diy.mesh.meshctl;

import diy.mesh.meshctl.client.Config;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.client.Proxy;
import diy.mesh.meshctl.report.Finding;
import diy.mesh.meshctl.report.Item;
import diy.mesh.meshctl.report.Kind;
import diy.mesh.meshctl.report.Listing;
import diy.mesh.meshctl.report.Overview;
import diy.mesh.meshctl.report.Place;
import diy.mesh.meshctl.report.Rules;
import diy.mesh.meshctl.report.Symptoms;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A mesh that runs, as commands ask it: on this machine or in a cluster, the same questions. */
sealed interface RunningMesh permits NodeMesh, ClusterMesh {

  /** Its pods: those with a sidecar, and those that are to have one. */
  List<PodStatus> pods() throws IOException, InterruptedException;

  List<Item.Service> services() throws IOException, InterruptedException;

  List<Item.Endpoint> endpoints() throws IOException, InterruptedException;

  List<Item.Deployment> deployments() throws IOException, InterruptedException;

  ControlPlane controlPlane() throws IOException, InterruptedException;

  /** A pod's proxy. */
  Proxy proxy(PodStatus pod);

  /**
   * The address that an app in a pod would connect to first.
   *
   * @param host a name, or an address as it stands in a URL
   * @throws diy.mesh.meshctl.terminal.Failure if the name means nothing there
   */
  String resolve(PodStatus pod, String host) throws IOException, InterruptedException;

  /** Where somebody can read and mend what the control plane names. */
  Place place();

  /** What is well and what is not. */
  List<Finding> check() throws IOException, InterruptedException;

  /** Shows what a container of a pod has written. */
  void showLog(LogQuestion question) throws IOException, InterruptedException;

  /**
   * Whose log, and how much of it.
   *
   * @param pod its name, or how it begins
   * @param container empty for the first app
   * @param follow whether to go on with what comes
   * @param tail only so many lines of the end; negative for all
   */
  record LogQuestion(String pod, String container, boolean follow, int tail) {}

  /** Itself at a glance. */
  default Overview overview() throws IOException, InterruptedException {
    return Overview.of(pods(), services());
  }

  /** All of a kind. */
  default Listing list(Kind kind) throws IOException, InterruptedException {
    return Listing.of(
        kind,
        switch (kind) {
          case PODS -> pods().stream().map(Item.Pod::of).toList();
          case SERVICES -> services();
          case ROUTES ->
              controlPlane().routes().stream().map(route -> Item.Route.of(route, place())).toList();
          case ENDPOINTS -> endpoints();
          case DEPLOYMENTS -> deployments();
          case PROXIES -> proxies();
        });
  }

  private List<Item.Proxy> proxies() throws IOException, InterruptedException {
    var connected = controlPlane().proxies();
    var proxies = new ArrayList<Item.Proxy>();
    for (PodStatus pod : pods()) {
      if (pod.injected()) {
        proxies.add(Item.Proxy.of(pod, connected));
      }
    }
    return proxies;
  }

  /** What its control plane says of everything. */
  default Symptoms.ControlPlane says() throws IOException, InterruptedException {
    var controlPlane = controlPlane();
    return new Symptoms.ControlPlane(
        controlPlane.sources(),
        controlPlane.routes(),
        controlPlane.targets(),
        controlPlane.proxies());
  }

  /** What a pod's proxy holds; empty where it does not answer. */
  default Optional<Config> config(PodStatus pod) throws InterruptedException {
    try {
      return Optional.of(proxy(pod).config());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What decides, of one Service or of all. */
  default Rules rules(String service) throws IOException, InterruptedException {
    var controlPlane = controlPlane();
    return Rules.of(
        controlPlane.targets(), controlPlane.routes(), controlPlane.proxies(), place(), service);
  }
}
