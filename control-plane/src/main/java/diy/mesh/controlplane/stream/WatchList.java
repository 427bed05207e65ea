package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.snapshot.TargetBuilder;
import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All addresses that any proxy subscribes to, found by the services they depend on: what a change
 * costs grows with whom it concerns, not with the mesh. Guarded by the publisher's lock.
 */
final class WatchList {

  private final Map<Address, Watched> byAddress = new HashMap<>();
  private final Map<ServiceName, Set<Watched>> byService = new HashMap<>();
  private long built;

  /** How many targets were built so far. */
  long built() {
    return built;
  }

  int size() {
    return byAddress.size();
  }

  /** Subscribes a proxy; the first one's question builds the target. */
  Watched add(MeshState state, Address address, Proxy proxy) {
    Watched watched = byAddress.get(address);
    if (watched == null) {
      VersionedTarget target = build(state, address);
      watched = new Watched(address, target, dependencies(state, address, target));
      byAddress.put(address, watched);
      index(watched);
    }
    watched.subscribers().add(proxy);
    return watched;
  }

  /** Unsubscribes a proxy; with the last one the target is forgotten. */
  void remove(Address address, Proxy proxy) {
    Watched watched = byAddress.get(address);
    if (watched != null) {
      watched.subscribers().remove(proxy);
      if (watched.subscribers().isEmpty()) {
        byAddress.remove(address);
        unindex(watched);
      }
    }
  }

  /** Who subscribes to any of these. */
  Set<Proxy> subscribers(Set<Address> addresses) {
    var subscribers = new LinkedHashSet<Proxy>();
    for (Address address : addresses) {
      Watched watched = byAddress.get(address);
      if (watched != null) {
        subscribers.addAll(watched.subscribers());
      }
    }
    return subscribers;
  }

  /** Those that were told of a block as not ours in which one of these addresses lies. */
  List<Watched> inBlocksWith(Set<InetAddress> addresses) {
    return addresses.isEmpty()
        ? List.of()
        : byAddress.values().stream()
            .filter(
                watched ->
                    watched.target().target() instanceof Target.NotOurs(var block)
                        && addresses.stream().anyMatch(block::contains))
            .toList();
  }

  /** Builds what depends on these services anew, and gives what has become another version. */
  List<Watched> refresh(MeshState state, Set<ServiceName> affected) {
    var concerned = new LinkedHashSet<Watched>();
    affected.forEach(service -> concerned.addAll(byService.getOrDefault(service, Set.of())));
    var changed = new ArrayList<Watched>();
    for (Watched watched : concerned) {
      VersionedTarget before = watched.target();
      VersionedTarget target = build(state, watched.address());
      unindex(watched);
      watched.become(target, dependencies(state, watched.address(), target));
      index(watched);
      if (!target.version().equals(before.version())) {
        changed.add(watched);
      }
    }
    return changed;
  }

  private VersionedTarget build(MeshState state, Address address) {
    built++;
    return VersionedTarget.of(TargetBuilder.build(state, address));
  }

  private static Set<ServiceName> dependencies(
      MeshState state, Address address, VersionedTarget target) {
    return TargetBuilder.dependencies(state, address, target.target());
  }

  private void index(Watched watched) {
    for (ServiceName service : watched.dependencies()) {
      byService.computeIfAbsent(service, _ -> new LinkedHashSet<>()).add(watched);
    }
  }

  private void unindex(Watched watched) {
    for (ServiceName service : watched.dependencies()) {
      byService.computeIfPresent(
          service,
          (_, set) -> {
            set.remove(watched);
            return set.isEmpty() ? null : set;
          });
    }
  }
}
