package diy.mesh.controlplane.status;

import diy.mesh.controlplane.state.MeshState;
import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.controlplane.stream.Uptake;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
     * @param status its fields; empty where it has none
     */
    record Stored(String version, Map<String, Object> spec, Map<String, Object> status) {}

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

  /** What each route's status is known to say. For one thread. */
  private final Map<ResourceKey, RouteStatus> written = new HashMap<>();

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
    return done;
  }

  private RouteStatus status(MeshState state, RouteVerdict verdict, long generation) {
    Set<Address> addresses =
        verdict.route().map(route -> RouteConditions.addresses(state, route)).orElse(Set.of());
    Uptake uptake = publisher.uptake(addresses);
    String weights = verdict.route().map(Route::rules).map(RouteStatus::weights).orElse("");
    return new RouteStatus(RouteConditions.of(verdict, uptake), weights, generation);
  }

  private boolean write(ResourceKey key, RouteStatus status) {
    if (status.equals(written.get(key))) {
      return true;
    }
    try {
      var stored = store.read(key);
      if (stored.isPresent()) {
        var next = next(key, status, stored.get());
        if (next.isPresent()) {
          store.write(key, stored.get().version(), next.get());
        }
        written.put(key, status);
      }
      return true;
    } catch (IOException e) {
      LOG.warn("cannot write the status of {}, will try again: {}", key, e.getMessage());
      return false;
    }
  }

  private Optional<Map<String, Object>> next(
      ResourceKey key, RouteStatus status, Store.Stored stored) {
    return key.group().equals(HttpRoute.GROUP)
        ? GatewayStatus.over(status, stored, clock.instant())
        : status.over(stored.status(), clock.instant());
  }
}
