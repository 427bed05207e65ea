package diy.mesh.controlplane.state;

import diy.mesh.controlplane.source.ResourceEvent.Refused;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next state out of the last one. Copies the outer maps at once and an inner one when it
 * changes it, so that the last state stays as it was.
 */
final class StateBuilder {

  /** IPv4 before IPv6, and then by the bits: neighbours share the most leading ones. */
  private static final Comparator<InetAddress> BY_BITS =
      Comparator.<InetAddress>comparingInt(ip -> ip.getAddress().length)
          .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

  private final Map<ResourceKey, Resource> resources;
  private final Map<ResourceKey, Refused> refused;
  private final Map<ServiceName, Service> services;
  private final Map<ServiceName, SortedMap<ResourceKey, EndpointSlice>> slices;
  private final Map<ServiceName, SortedSet<Route>> routes;
  private final NavigableMap<InetAddress, SortedSet<ServiceName>> owners;
  private final Set<InetAddress> ownedBefore;
  private final Set<InetAddress> newAddresses = new HashSet<>();
  private final Set<ServiceName> affected = new HashSet<>();

  StateBuilder() {
    this(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), new TreeMap<>(BY_BITS));
  }

  StateBuilder(
      Map<ResourceKey, Resource> resources,
      Map<ResourceKey, Refused> refused,
      Map<ServiceName, Service> services,
      Map<ServiceName, SortedMap<ResourceKey, EndpointSlice>> slices,
      Map<ServiceName, SortedSet<Route>> routes,
      NavigableMap<InetAddress, SortedSet<ServiceName>> owners) {
    this.resources = new HashMap<>(resources);
    this.refused = new HashMap<>(refused);
    this.services = new HashMap<>(services);
    this.slices = new HashMap<>(slices);
    this.routes = new HashMap<>(routes);
    this.owners = new TreeMap<>(owners);
    this.ownedBefore = owners.keySet();
  }

  MeshState build() {
    return new MeshState(resources, refused, services, slices, routes, owners);
  }

  Set<ServiceName> affected() {
    return affected;
  }

  Set<InetAddress> newAddresses() {
    var fresh = new HashSet<>(newAddresses);
    fresh.retainAll(owners.keySet()); // some came and went again
    return fresh;
  }

  /** What it said before, if that was good, stays. */
  void refuse(Refused what) {
    refused.put(what.key(), what);
  }

  void put(Resource resource) {
    refused.remove(resource.key());
    if (resource.equals(resources.get(resource.key()))) {
      return;
    }
    forget(resource.key()); // also by one that is ours no more: a route that is a Gateway's now
    if (resource instanceof OtherResource) {
      return;
    }
    resources.put(resource.key(), resource);
    switch (resource) {
      case Service service -> put(service);
      case EndpointSlice slice -> slice.service().ifPresent(service -> put(service, slice));
      case Route route -> put(route);
      case OtherResource _ -> {}
    }
  }

  void remove(ResourceKey key) {
    refused.remove(key);
    forget(key);
  }

  private void forget(ResourceKey key) {
    switch (resources.remove(key)) {
      case null -> {}
      case Service service -> remove(service);
      case EndpointSlice slice -> slice.service().ifPresent(service -> remove(service, slice));
      case Route route -> remove(route);
      case OtherResource _ -> {}
    }
  }

  private void put(Service service) {
    affected.add(service.name());
    services.put(service.name(), service);
    for (InetAddress ip : service.clusterIps()) {
      if (!ownedBefore.contains(ip)) {
        newAddresses.add(ip);
      }
      owners.compute(
          ip,
          (_, names) -> {
            SortedSet<ServiceName> next = names == null ? new TreeSet<>() : new TreeSet<>(names);
            next.add(service.name());
            affected.addAll(next); // who shares an address may have lost it to this one
            return next;
          });
    }
  }

  private void remove(Service service) {
    affected.add(service.name());
    services.remove(service.name());
    for (InetAddress ip : service.clusterIps()) {
      owners.computeIfPresent(
          ip,
          (_, names) -> {
            affected.addAll(names);
            return without(names, service.name());
          });
    }
  }

  private void put(ServiceName service, EndpointSlice slice) {
    affected.add(service);
    slices.compute(
        service,
        (_, held) -> {
          var next = held == null ? new TreeMap<ResourceKey, EndpointSlice>() : new TreeMap<>(held);
          next.put(slice.key(), slice);
          return next;
        });
  }

  private void remove(ServiceName service, EndpointSlice slice) {
    affected.add(service);
    slices.computeIfPresent(
        service,
        (_, held) -> {
          var next = new TreeMap<>(held);
          next.remove(slice.key());
          return next.isEmpty() ? null : next;
        });
  }

  private void put(Route route) {
    for (Route.Parent parent : route.parents()) {
      affected.add(parent.service());
      routes.compute(
          parent.service(),
          (_, held) -> {
            var next = new TreeSet<>(RouteOrder.OLDEST_FIRST);
            if (held != null) {
              next.addAll(held);
            }
            next.add(route);
            return next;
          });
    }
  }

  private void remove(Route route) {
    for (Route.Parent parent : route.parents()) {
      affected.add(parent.service());
      routes.computeIfPresent(parent.service(), (_, held) -> without(held, route));
    }
  }

  private static <T> @Nullable SortedSet<T> without(SortedSet<T> held, T item) {
    var next = new TreeSet<>(held);
    next.remove(item);
    return next.isEmpty() ? null : next;
  }
}
