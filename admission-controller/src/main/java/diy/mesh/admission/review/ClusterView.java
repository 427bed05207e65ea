package diy.mesh.admission.review;

import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a review has to know of the rest of the cluster, as it is at this moment. */
public interface ClusterView {

  /**
   * The labels of a namespace; empty where there is none of that name.
   *
   * @throws IOException if the API server does not say
   */
  Map<String, String> namespaceLabels(String namespace) throws IOException;

  /**
   * Whether there is such a Service.
   *
   * @throws IOException if the API server does not say
   */
  boolean hasService(ServiceName service) throws IOException;

  /**
   * The routes of a namespace that are for Services, of all kinds that the cluster knows; those
   * that cannot be read are left out.
   *
   * @throws IOException if the API server does not say
   */
  List<Route> routes(String namespace) throws IOException;
}
