package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.ServiceName;
import java.util.LinkedHashSet;
import java.util.Set;

/** An address that proxies subscribe to. Guarded by the publisher's lock. */
final class Watched {

  private final Address address;
  private final Set<Proxy> subscribers = new LinkedHashSet<>();
  private VersionedTarget target;
  private Set<ServiceName> dependencies;

  Watched(Address address, VersionedTarget target, Set<ServiceName> dependencies) {
    this.address = address;
    this.target = target;
    this.dependencies = dependencies;
  }

  Address address() {
    return address;
  }

  Set<Proxy> subscribers() {
    return subscribers;
  }

  VersionedTarget target() {
    return target;
  }

  Set<ServiceName> dependencies() {
    return dependencies;
  }

  void become(VersionedTarget target, Set<ServiceName> dependencies) {
    this.target = target;
    this.dependencies = dependencies;
  }
}
