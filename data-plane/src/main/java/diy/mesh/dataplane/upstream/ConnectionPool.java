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

    /** How long it may be idle from now on: less than its server would wait. */
    long idleNanos();

    /** Ends it. */
    void close();
  }

  private record Idle<C>(C connection, long untilNanos) {}

  private final Map<Address, ArrayDeque<Idle<C>>> idle = new HashMap<>();
  private final LongSupplier nanos;
  private final int mostIdle;

  /**
   * An empty pool.
   *
   * @param nanos a clock that only goes forward
   * @param mostIdle how many connections are kept for one address
   */
  public ConnectionPool(LongSupplier nanos, int mostIdle) {
    this.nanos = nanos;
    this.mostIdle = mostIdle;
  }

  /** The connection used last, which is the least likely to be closed; null where none is left. */
  public @Nullable C take(Address address) {
    ArrayDeque<Idle<C>> kept = idle.get(address);
    if (kept == null) {
      return null;
    }
    long now = nanos.getAsLong();
    while (!kept.isEmpty()) {
      Idle<C> last = kept.removeLast();
      if (last.untilNanos() - now > 0 && last.connection().isUsable()) {
        return last.connection();
      }
      last.connection().close();
    }
    return null;
  }

  /** Keeps a connection that has nothing to do, or closes it where enough are kept. */
  public void put(Address address, C connection) {
    ArrayDeque<Idle<C>> kept = idle.computeIfAbsent(address, _ -> new ArrayDeque<>());
    if (kept.size() == mostIdle) {
      kept.removeFirst().connection().close();
    }
    kept.addLast(new Idle<>(connection, nanos.getAsLong() + connection.idleNanos()));
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
    long now = nanos.getAsLong();
    Iterator<ArrayDeque<Idle<C>>> pools = idle.values().iterator();
    while (pools.hasNext()) {
      ArrayDeque<Idle<C>> kept = pools.next();
      kept.removeIf(one -> closeIfOver(one, now));
      if (kept.isEmpty()) {
        pools.remove();
      }
    }
    return !idle.isEmpty();
  }

  private static <C extends Pooled> boolean closeIfOver(Idle<C> one, long now) {
    boolean over = one.untilNanos() - now <= 0;
    if (over) {
      one.connection().close();
    }
    return over;
  }
}
