package diy.mesh.controlplane.state;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.ResourceEvent.Refused;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.ServiceName;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import diy.mesh.resources.Service;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/** All resources of the mesh at one moment. Immutable: what was folded in makes another one. */
public final class MeshState {

  /** A mesh in which nothing is. */
  public static final MeshState EMPTY = new StateBuilder().build();

  private final Map<ResourceKey, Resource> resources;
  private final Map<ResourceKey, Refused> refused;
  private final Map<ServiceName, Service> services;
  private final Map<ServiceName, SortedMap<ResourceKey, EndpointSlice>> slices;
  private final Map<ServiceName, SortedSet<Route>> routes;
  private final NavigableMap<InetAddress, SortedSet<ServiceName>> owners;

  /**
   * What became of a state.
   *
   * @param affected services of which something changed: what they are, their endpoints, their
   *     routes
   * @param newAddresses those that some Service has now and none had before
   */
  public record Folded(MeshState state, Set<ServiceName> affected, Set<InetAddress> newAddresses) {
    public Folded {
      affected = Set.copyOf(affected);
      newAddresses = Set.copyOf(newAddresses);
    }
  }

  /** The maps must not change any more. */
  MeshState(
      Map<ResourceKey, Resource> resources,
      Map<ResourceKey, Refused> refused,
      Map<ServiceName, Service> services,
      Map<ServiceName, SortedMap<ResourceKey, EndpointSlice>> slices,
      Map<ServiceName, SortedSet<Route>> routes,
      NavigableMap<InetAddress, SortedSet<ServiceName>> owners) {
    this.resources = resources;
    this.refused = refused;
    this.services = services;
    this.slices = slices;
    this.routes = routes;
    this.owners = owners;
  }

  /** Folds events in, as one. What says nothing new, such as another status, gives this again. */
  public Folded fold(List<ResourceEvent> events) {
    if (events.stream().allMatch(this::isKnown)) {
      return new Folded(this, Set.of(), Set.of());
    }
    var builder = new StateBuilder(resources, refused, services, slices, routes, owners);
    for (ResourceEvent event : events) {
      switch (event) {
        case ResourceEvent.Applied(var resource) -> builder.put(resource);
        case Refused what -> builder.refuse(what);
        case ResourceEvent.Removed(var key) -> builder.remove(key);
      }
    }
    MeshState state = builder.build();
    return new Folded(state, builder.affected(), builder.newAddresses());
  }

  private boolean isKnown(ResourceEvent event) {
    Resource held = resources.get(event.key());
    return switch (event) {
      case ResourceEvent.Applied(OtherResource other) ->
          held == null && !refused.containsKey(other.key());
      case ResourceEvent.Applied(var resource) ->
          resource.equals(held) && !refused.containsKey(resource.key());
      case Refused what -> what.equals(refused.get(what.key()));
      case ResourceEvent.Removed(var key) -> held == null && !refused.containsKey(key);
    };
  }

  /** Those whose newest content cannot be used, by key. */
  public Stream<Refused> refused() {
    return refused.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
  }

  /** The Service of that name. */
  public Optional<Service> service(ServiceName name) {
    return Optional.ofNullable(services.get(name));
  }

  /** All Services by name. */
  public Stream<Service> services() {
    return services.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
  }

  /** The Service that callers of this address reach; of several, the first by name. */
  public Optional<Service> serviceAt(InetAddress clusterIp) {
    SortedSet<ServiceName> names = owners.get(clusterIp);
    return names == null ? Optional.empty() : service(names.first());
  }

  /** The slices of a Service, in an order that depends on their names alone. */
  public Collection<EndpointSlice> slices(ServiceName service) {
    SortedMap<ResourceKey, EndpointSlice> found = slices.get(service);
    return found == null ? List.of() : found.values();
  }

  /** What is refused of this resource's newest content; empty where it is good, or not there. */
  public Optional<Refused> refused(ResourceKey key) {
    return Optional.ofNullable(refused.get(key));
  }

  /** The route of that key. */
  public Optional<Route> route(ResourceKey key) {
    return resources.get(key) instanceof Route route ? Optional.of(route) : Optional.empty();
  }

  /** The routes for a Service, the oldest first. */
  public Collection<Route> routesOf(ServiceName service) {
    SortedSet<Route> found = routes.get(service);
    return found == null ? List.of() : found;
  }

  /** All routes, by the first Service they are for, the oldest first. */
  public Stream<Route> routes() {
    return routes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(route -> route.parents().getFirst().service().equals(entry.getKey())));
  }

  /**
   * The largest block around an address in which no Service has one; the address alone where a
   * Service has it.
   */
  public Cidr blockWithoutServices(InetAddress address) {
    // Whoever shares the most leading bits is a neighbour in the order of the bits.
    var neighbours = new ArrayList<InetAddress>();
    Optional.ofNullable(owners.floorKey(address)).ifPresent(neighbours::add);
    Optional.ofNullable(owners.ceilingKey(address)).ifPresent(neighbours::add);
    return Cidr.widestWithout(address, neighbours);
  }
}
