package diy.mesh.dataplane.upstream;

import diy.mesh.model.service.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** In the order in which the addresses came. */
  private final Map<Address, ArrayDeque<Idle<C>>> idle = new LinkedHashMap<>();

  private final LongSupplier nanos;
  private final int mostIdle;
  private int size;

  /**
   * An empty pool.
   *
   * @param nanos a clock that only goes forward
   * @param mostIdle how many connections are kept, whatever their addresses; 1 or more
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
      size--;
      if (last.untilNanos() - now > 0 && last.connection().isUsable()) {
        return last.connection();
      }
      last.connection().close();
    }
    return null;
  }

  /**
   * Keeps a connection that has nothing to do.
   *
   * @return whether another one had to make room for it
   */
  public boolean put(Address address, C connection) {
    boolean full = size == mostIdle;
    if (full) {
      closeOldest();
    }
    idle.computeIfAbsent(address, _ -> new ArrayDeque<>())
        .addLast(new Idle<>(connection, nanos.getAsLong() + connection.idleNanos()));
    size++;
    return full;
  }

  /** The connection idle for longest of the address that has had some for longest. */
  private void closeOldest() {
    var addresses = idle.values().iterator();
    for (var kept = addresses.next(); ; kept = addresses.next()) {
      if (!kept.isEmpty()) {
        size--;
        kept.removeFirst().connection().close();
        return;
      }
      addresses.remove();
    }
  }

  /** Forgets a connection that has closed. */
  public void remove(Address address, C connection) {
    ArrayDeque<Idle<C>> kept = idle.get(address);
    if (kept != null && kept.removeIf(candidate -> candidate.connection().equals(connection))) {
      size--;
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
    List<C> over = new ArrayList<>();
    while (pools.hasNext()) {
      ArrayDeque<Idle<C>> kept = pools.next();
      kept.removeIf(one -> one.untilNanos() - now <= 0 && over.add(one.connection()));
      if (kept.isEmpty()) {
        pools.remove();
      }
    }
    size -= over.size();
    over.forEach(Pooled::close); // each calls remove
    return !idle.isEmpty();
  }
}
