package diy.mesh.standalone;

import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Problems;
import diy.mesh.resources.Service;
import diy.mesh.standalone.endpoints.EndpointSlices;
import diy.mesh.standalone.objects.ObjectFolder.Stored;
import diy.mesh.standalone.workload.Workload;
import diy.mesh.standalone.workload.WorkloadReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stored objects ask for.
 *
 * @param slices those that somebody applied
 * @param ownSlices files of those that this node wrote
 * @param namespaceLabels by the namespace's name
 */
record Wanted(
    List<Service> services,
    List<EndpointSlice> slices,
    Set<String> ownSlices,
    List<Workload> workloads,
    Map<String, Map<String, String>> namespaceLabels) {

  private static final Logger LOG = LoggerFactory.getLogger(Wanted.class);

  static Wanted of(List<Stored> objects) {
    var services = new ArrayList<Service>();
    var slices = new ArrayList<EndpointSlice>();
    var ownSlices = new HashSet<String>();
    var workloads = new ArrayList<Workload>();
    var namespaceLabels = new HashMap<String, Map<String, String>>();
    for (Stored stored : objects) {
      switch (stored.document().resource()) {
        case Service service -> services.add(service);
        case EndpointSlice slice -> {
          if (isOurs(slice)) {
            ownSlices.add(stored.file());
          } else {
            slices.add(slice);
          }
        }
        case OtherResource other -> {
          if (other.origin().kind().equals("Namespace")) {
            namespaceLabels.put(other.metadata().name(), other.metadata().labels());
          }
          var problems = new Problems(stored.file());
          var workload = WorkloadReader.read(other, problems);
          if (problems.found().isEmpty()) {
            workload.ifPresent(workloads::add);
          } else {
            LOG.warn("passed over, since nobody validated it: {}", problems.found());
          }
        }
        default -> {} // Routes are the control plane's.
      }
    }
    return new Wanted(services, slices, ownSlices, workloads, namespaceLabels);
  }

  private static boolean isOurs(EndpointSlice slice) {
    return EndpointSlices.OURS.equals(slice.metadata().labels().get(EndpointSlices.MANAGED_BY));
  }
}
