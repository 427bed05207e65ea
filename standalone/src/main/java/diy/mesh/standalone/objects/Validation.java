package diy.mesh.standalone.objects;

import diy.mesh.model.service.Cidr;
import diy.mesh.resources.Fields;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Problems;
import diy.mesh.resources.ResourceFile.Document;
import diy.mesh.resources.Service;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.standalone.workload.Admission;
import diy.mesh.standalone.workload.Admission.RefusedPodException;
import diy.mesh.standalone.workload.Workload;
import diy.mesh.standalone.workload.WorkloadReader;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an API server, admission and the limits of one machine say to an object before it is stored.
 */
final class Validation {

  /** Kinds that are taken in, though nothing here looks at them. */
  private static final List<String> WITHOUT_EFFECT = List.of("Namespace", "ServiceAccount");

  private static final String SUPPORTED =
      "Namespace, Deployment, Pod, Service, EndpointSlice, ServiceAccount, CanaryRoute or"
          + " HTTPRoute";

  private final Cidr services;
  private final Admission admission = new Admission();

  Validation(Cidr services) {
    this.services = services;
  }

  /**
   * Finds what is wrong with an object.
   *
   * @param namespaceLabels labels of its namespace
   */
  void check(Document document, Map<String, String> namespaceLabels, Problems problems) {
    switch (document.resource()) {
      case Service service -> check(service, document, problems);
      case OtherResource other -> check(other, namespaceLabels, problems);
      default -> {}
    }
  }

  private void check(OtherResource other, Map<String, String> namespaceLabels, Problems problems) {
    int before = problems.found().size();
    Optional<Workload> workload = WorkloadReader.read(other, problems);
    String kind = other.origin().kind();
    if (workload.isEmpty() && !(WITHOUT_EFFECT.contains(kind) && other.apiVersion().equals("v1"))) {
      root(other.tree(), problems)
          .refuse("kind", "%s of %s".formatted(kind, other.apiVersion()), SUPPORTED);
    }
    if (workload.isPresent() && problems.found().size() == before) {
      checkInjection(workload.get(), namespaceLabels, problems);
    }
  }

  private void checkInjection(
      Workload workload, Map<String, String> namespaceLabels, Problems problems) {
    try {
      var _ = admission.admit(workload, workload.key().name(), namespaceLabels);
    } catch (RefusedPodException e) {
      e.reasons().forEach(reason -> problems.add(workload.template().line(), reason));
    }
  }

  private void check(Service service, Document document, Problems problems) {
    var spec = root((Tree.Mapping) document.tree(), problems).fields("spec");
    if (spec.isEmpty()) {
      return;
    }
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      spec.get().refuse("type", "ExternalName", "ClusterIP: names outside cannot be reached here");
    }
    for (InetAddress address : service.clusterIps()) {
      if (!services.contains(address)) {
        spec.get()
            .refuse(
                "clusterIP", address.getHostAddress(), "an address in " + services + ", or none");
      }
    }
  }

  private static Fields root(Tree.Mapping tree, Problems problems) {
    return new Fields(tree, "", problems);
  }
}
