package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.model.service.ServiceName;

/** Anything with a kind and a name. Immutable. */
public sealed interface Resource permits EndpointSlice, OtherResource, Route, Service {

  /** Where it was written. */
  Origin origin();

  Metadata metadata();

  /** The API group; empty for the core group, which Pods and Services are in. */
  String group();

  /** What no second resource may have. */
  default ResourceKey key() {
    return new ResourceKey(group(), origin().kind(), metadata().namespace(), metadata().name());
  }

  /** Its namespace and name, which for a Service is the Service's name. */
  default ServiceName name() {
    return new ServiceName(metadata().namespace(), metadata().name());
  }
}
