package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.upstream.ConnectionPool;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The upstream connections of one event loop: kept ones first, new ones where none is kept. */
public final class Upstreams {

  /** Below the 5 s that common servers keep an idle connection. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final int MOST_IDLE = 256;
  private static final long SWEEP_SECONDS = 1;

  private final Dialer dialer;
  private final Counters counters;
  private final Limits limits;
  private final ConnectionPool<UpstreamConnection> pool =
      new ConnectionPool<>(System::nanoTime, IDLE_NANOS, MOST_IDLE);
  private boolean sweeping;

  /** Upstreams of one loop, whose counters these are. */
  public Upstreams(Dialer dialer, Counters counters, Limits limits) {
    this.dialer = dialer;
    this.counters = counters;
    this.limits = limits;
  }

  /** The counters of this event loop. */
  public Counters counters() {
    return counters;
  }

  Limits limits() {
    return limits;
  }

  /** A kept connection; null where there is none. */
  @Nullable UpstreamConnection take(Address address) {
    UpstreamConnection kept = pool.take(address);
    if (kept != null) {
      counters.increment(Metric.UPSTREAM_REUSED);
    }
    return kept;
  }

  /** Connects anew and tells the exchange how it went. */
  void dial(EventLoop loop, Address address, Exchange exchange) {
    var connection = new UpstreamConnection(address, this);
    dialer
        .dial(loop, address, connection)
        .addListener(
            dialed -> {
              if (dialed.isSuccess()) {
                counters.increment(Metric.UPSTREAM_OPENED);
                exchange.connected(connection);
              } else {
                counters.increment(Metric.UPSTREAM_FAILED);
                exchange.connectFailed(address, dialed.cause());
              }
            });
  }

  void keep(UpstreamConnection connection) {
    pool.put(connection.address(), connection);
    if (!sweeping) {
      sweeping = true;
      scheduleSweep(connection.eventLoop());
    }
  }

  void forget(UpstreamConnection connection) {
    pool.remove(connection.address(), connection);
  }

  private void scheduleSweep(EventLoop loop) {
    loop.schedule(
        () -> {
          sweeping = pool.sweep();
          if (sweeping) {
            scheduleSweep(loop);
          }
        },
        SWEEP_SECONDS,
        TimeUnit.SECONDS);
  }
}
