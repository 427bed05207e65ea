package diy.mesh.controlplane.status;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.model.route.Origin;
import diy.mesh.model.service.Address;
import diy.mesh.resources.HttpRoute;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what has become of each route into its status: at once when there is something new, and
 * then not again before a pause is over, however much happens.
 */
public final class StatusWriter implements AutoCloseable {

  /** Where the statuses of resources are kept. */
  public interface Store {

    /**
     * A resource as it is; fields are plain maps, lists and values, all whole numbers longs.
     *
     * @param version changes with the resource
     * @param generation changes with what it says: {@code metadata.generation}
     * @param status its fields; empty where it has none
     */
    record Stored(
        String version, long generation, Map<String, Object> spec, Map<String, Object> status) {}

    /**
     * The routes of the Gateway API whose status has an entry of this controller; none while it is
     * not installed.
     *
     * @throws IOException if they cannot be read now
     */
    Set<ResourceKey> withEntriesOf(String controller) throws IOException;

    /**
     * Reads a status.
     *
     * @return empty where the resource is gone
     * @throws IOException if it cannot be read now
     */
    Optional<Stored> read(ResourceKey key) throws IOException;

    /**
     * Writes a status.
     *
     * @param version of what was read: it is not written over something newer
     * @param status the fields that become others
     * @throws IOException if it cannot be written now
     */
    void write(ResourceKey key, String version, Map<String, Object> status) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

  /** How long between two looks when nothing happens: for what failed, and for a new leader. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Publisher publisher;
  private final Store store;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "status-writer");
  private final CountDownLatch closed = new CountDownLatch(1);

  // Both for one thread.

  /** What each route's status is known to say. */
  private final Map<ResourceKey, RouteStatus> written = new HashMap<>();

  /** Routes whose status may have entries of ours; null where nobody has looked since we lead. */
  private @Nullable Set<ResourceKey> entered;

  /**
   * A writer that has not begun.
   *
   * @param leads whether it is this control plane that writes
   * @param pause between the ends of two rounds
   */
  public StatusWriter(
      Publisher publisher,
      Store store,
      BooleanSupplier leads,
      InstantSource clock,
      Duration pause) {
    this.publisher = publisher;
    this.store = store;
    this.leads = leads;
    this.clock = clock;
    this.pause = pause;
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long seen = 0;
    boolean done = false;
    try {
      while (closed.getCount() > 0) {
        long moment = publisher.awaitProgress(seen, LOOK);
        if (!leads.getAsBoolean()) {
          written.clear(); // others may write now
          entered = null;
          done = false;
        } else if (moment != seen || !done) {
          seen = moment;
          done = writeAll();
          closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("no longer writes statuses");
    }
  }

  /**
   * Writes the statuses that are not as they should be.
   *
   * @return whether all are now
   */
  boolean writeAll() {
    // The state first: what proxies are asked about is then at least as new.
    MeshState state = publisher.state();
    Set<ResourceKey> present = new HashSet<>();
    boolean done = true;
    for (RouteVerdict verdict : RouteVerdict.of(state)) {
      if (verdict.origin() instanceof Origin.InCluster in) {
        present.add(verdict.key());
        done &= write(verdict.key(), status(state, verdict, in.generation()));
      }
    }
    written.keySet().retainAll(present);
    return retract(present) && done;
  }

  private RouteStatus status(MeshState state, RouteVerdict verdict, long generation) {
    List<Route.Parent> parents = verdict.route().map(Route::parents).orElse(List.of());
    if (!verdict.key().group().equals(HttpRoute.GROUP)) {
      String weights = verdict.route().map(Route::rules).map(CanaryStatus::weights).orElse("");
      return new CanaryStatus(conditions(state, verdict.overall(), parents, generation), weights);
    }
    var byParent = new HashMap<Route.Parent, Conditions>();
    for (Route.Parent parent : parents) {
      byParent.put(
          parent, conditions(state, verdict.standing(parent), List.of(parent), generation));
    }
    return new GatewayStatus(
        verdict.key().namespace(),
        byParent,
        conditions(state, verdict.overall(), parents, generation));
  }

  private Conditions conditions(
      MeshState state, Standing standing, List<Route.Parent> parents, long generation) {
    Set<Address> addresses = new HashSet<>();
    parents.forEach(parent -> addresses.addAll(RouteConditions.addresses(state, parent)));
    return new Conditions(RouteConditions.of(standing, publisher.uptake(addresses)), generation);
  }

  private boolean write(ResourceKey key, RouteStatus status) {
    if (status.equals(written.get(key))) {
      return true;
    }
    try {
      var stored = store.read(key);
      if (stored.isEmpty() || stored.get().generation() != status.generation()) {
        return true; // it says something else by now, of which we shall hear
      }
      var next = status.over(stored.get(), clock.instant());
      if (next.isPresent()) {
        store.write(key, stored.get().version(), next.get());
      }
      written.put(key, status);
      return true;
    } catch (IOException e) {
      return willTryAgain(key, e);
    }
  }

  /** Takes our entries back from routes that are for none of our Services any more. */
  private boolean retract(Set<ResourceKey> present) {
    boolean done = true;
    try {
      if (entered == null) {
        entered = new HashSet<>(store.withEntriesOf(GatewayStatus.CONTROLLER));
      }
    } catch (IOException e) {
      LOG.warn("cannot read the statuses of routes, will try again: {}", e.getMessage());
      return false;
    }
    for (ResourceKey key : List.copyOf(entered)) {
      if (!present.contains(key)) {
        if (retract(key)) {
          entered.remove(key);
        } else {
          done = false;
        }
      }
    }
    present.stream().filter(key -> key.group().equals(HttpRoute.GROUP)).forEach(entered::add);
    return done;
  }

  private boolean retract(ResourceKey key) {
    try {
      var stored = store.read(key);
      var next = stored.flatMap(GatewayStatus::without);
      if (next.isPresent()) {
        store.write(key, stored.orElseThrow().version(), next.get());
      }
      return true;
    } catch (IOException e) {
      return willTryAgain(key, e);
    }
  }

  private static boolean willTryAgain(ResourceKey key, IOException e) {
    LOG.warn("cannot write the status of {}, will try again: {}", key, e.getMessage());
    return false;
  }
}
