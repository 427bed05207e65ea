package diy.mesh.dataplane.upstream;

import diy.mesh.model.service.Address;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections, kept for the next request. Belongs to one event loop: no locks.
 *
 * @param <C> a connection
 */
public final class ConnectionPool<C extends ConnectionPool.Pooled> {

  /** A connection that can be kept. */
  public interface Pooled {
    /** Whether it can take another request. */
    boolean isUsable();

    /** Ends it. */
    void close();
  }

  private record Idle<C>(C connection, long sinceNanos) {}

  private final Map<Address, ArrayDeque<Idle<C>>> idle = new HashMap<>();
  private final LongSupplier nanos;
  private final long idleNanos;
  private final int mostIdle;

  /**
   * An empty pool.
   *
   * @param nanos a clock that only goes forward
   * @param idleNanos how long a connection is kept: less than servers keep it, so that we are not
   *     the ones to find it closed
   * @param mostIdle how many connections are kept for one address
   */
  public ConnectionPool(LongSupplier nanos, long idleNanos, int mostIdle) {
    this.nanos = nanos;
    this.idleNanos = idleNanos;
    this.mostIdle = mostIdle;
  }

  /** The connection used last, which is the least likely to be closed; null where none is left. */
  public @Nullable C take(Address address) {
    ArrayDeque<Idle<C>> kept = idle.get(address);
    if (kept == null) {
      return null;
    }
    while (!kept.isEmpty()) {
      C connection = kept.removeLast().connection();
      if (connection.isUsable()) {
        return connection;
      }
      connection.close();
    }
    return null;
  }

  /** Keeps a connection that has nothing to do, or closes it where enough are kept. */
  public void put(Address address, C connection) {
    ArrayDeque<Idle<C>> kept = idle.computeIfAbsent(address, _ -> new ArrayDeque<>());
    if (kept.size() == mostIdle) {
      kept.removeFirst().connection().close();
    }
    kept.addLast(new Idle<>(connection, nanos.getAsLong()));
  }

  /** Forgets a connection that has closed. */
  public void remove(Address address, C connection) {
    ArrayDeque<Idle<C>> kept = idle.get(address);
    if (kept != null) {
      kept.removeIf(candidate -> candidate.connection().equals(connection));
    }
  }

  /**
   * Closes what has been idle for too long.
   *
   * @return whether anything is left
   */
  public boolean sweep() {
    long newest = nanos.getAsLong() - idleNanos;
    Iterator<ArrayDeque<Idle<C>>> pools = idle.values().iterator();
    while (pools.hasNext()) {
      ArrayDeque<Idle<C>> kept = pools.next();
      while (!kept.isEmpty() && kept.getFirst().sinceNanos() - newest <= 0) {
        kept.removeFirst().connection().close();
      }
      if (kept.isEmpty()) {
        pools.remove();
      }
    }
    return !idle.isEmpty();
  }
}
