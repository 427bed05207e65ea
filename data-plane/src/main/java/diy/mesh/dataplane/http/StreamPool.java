package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of HTTP/2 to upstreams, of one event loop: one for each address, more where its
 * server takes no more requests on those there are. An address whose server turns out to speak
 * HTTP/1 gets that, for a while. No locks.
 */
final class StreamPool {

  private static final long SWEEP_SECONDS = 1;
  private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_REMEMBERED = 4_096;

  private final Upstreams upstreams;
  private final Dialer dialer;
  private final Duration settingsWait;
  private final Map<Address, List<UpstreamStreams>> ready = new HashMap<>();
  private final Map<Address, Dialing> dialing = new HashMap<>();

  /** Who speaks HTTP/1 only, and until when that is believed. */
  private final Map<Address, Long> older =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private boolean sweeping;

  /** A connection on its way, and who waits for it. */
  private record Dialing(UpstreamStreams connection, List<Exchange> waiting) {}

  StreamPool(Upstreams upstreams, Dialer dialer, Duration settingsWait) {
    this.upstreams = upstreams;
    this.dialer = dialer;
    this.settingsWait = settingsWait;
  }

  /** Whether there is no use in trying HTTP/2. */
  boolean isOlder(Address address) {
    Long until = older.get(address);
    if (until != null && until - System.nanoTime() <= 0) {
      older.remove(address);
      return false;
    }
    return until != null;
  }

  /** Gives an exchange a stream, now or when there is a connection; or tells it why not. */
  void open(EventLoop loop, Address address, Exchange exchange) {
    List<UpstreamStreams> connections = ready.getOrDefault(address, List.of());
    for (UpstreamStreams connection : connections) {
      if (connection.hasRoom()) {
        upstreams.counters().increment(Metric.UPSTREAM_REUSED);
        exchange.connected(new UpstreamStream(connection));
        return;
      }
    }
    Dialing begun = dialing.get(address);
    if (begun == null) {
      begun = dial(loop, address);
    }
    begun.waiting().add(exchange);
  }

  private Dialing dial(EventLoop loop, Address address) {
    var connection = new UpstreamStreams(address, this, upstreams);
    var begun = new Dialing(connection, new ArrayList<>());
    dialing.put(address, begun);
    dialer.dial(loop, address, connection).addListener(done -> dialed(begun, (ChannelFuture) done));
    return begun;
  }

  private void dialed(Dialing begun, ChannelFuture dialed) {
    if (dialed.isSuccess()) {
      upstreams.counters().increment(Metric.UPSTREAM_OPENED);
      dialed
          .channel()
          .eventLoop()
          .schedule(
              () -> tooSlow(begun.connection()), settingsWait.toNanos(), TimeUnit.NANOSECONDS);
      return;
    }
    upstreams.counters().increment(Metric.UPSTREAM_FAILED);
    if (Descriptors.areMissing(dialed.cause())) {
      upstreams.counters().increment(Metric.LIMIT_DESCRIPTORS_CONNECT);
    }
    Address address = begun.connection().address();
    dialing.remove(address, begun);
    for (Exchange exchange : begun.waiting()) {
      exchange.connectFailed(address, dialed.cause());
    }
  }

  private void tooSlow(UpstreamStreams connection) {
    if (!connection.speaksIt()) {
      connection.channel().close(); // which ends as any end without settings does
    }
  }

  /** Its server has sent its settings. */
  void ready(UpstreamStreams connection) {
    Address address = connection.address();
    ready.computeIfAbsent(address, _ -> new ArrayList<>(1)).add(connection);
    Dialing begun = dialing.remove(address);
    if (begun != null) {
      EventLoop loop = connection.channel().eventLoop();
      boolean takesAny = connection.hasRoom();
      for (Exchange exchange : begun.waiting()) {
        if (takesAny) {
          open(loop, address, exchange);
        } else { // another connection to it would take none either
          exchange.connectFailed(address, new IOException("the server takes no streams"));
        }
      }
    }
    sweepLater(connection.channel().eventLoop());
  }

  /** It takes no more requests. */
  void forget(UpstreamStreams connection) {
    List<UpstreamStreams> connections = ready.get(connection.address());
    if (connections != null && connections.remove(connection) && connections.isEmpty()) {
      ready.remove(connection.address());
    }
  }

  /**
   * It is closed. Where its server never said that it speaks HTTP/2, it may speak HTTP/1: nothing
   * of a request has gone to it, so that can be tried.
   */
  void ended(UpstreamStreams connection) {
    Address address = connection.address();
    Dialing begun = dialing.get(address);
    if (begun == null || begun.connection() != connection) {
      return;
    }
    dialing.remove(address);
    if (connection.wasMisunderstood()) {
      older.put(address, System.nanoTime() + REMEMBERED_NANOS);
    }
    begun.waiting().forEach(exchange -> exchange.fallBack(address));
  }

  private void sweepLater(EventLoop loop) {
    if (!sweeping) {
      sweeping = true;
      loop.schedule(() -> sweep(loop), SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Closes those that had nothing to do for long. */
  private void sweep(EventLoop loop) {
    long idle = System.nanoTime() - upstreams.idleLimit().most().toNanos();
    var over = new ArrayList<UpstreamStreams>();
    for (List<UpstreamStreams> connections : ready.values()) {
      for (UpstreamStreams connection : connections) {
        if (connection.isIdleSince(idle)) {
          over.add(connection);
        }
      }
    }
    for (UpstreamStreams connection : over) {
      forget(connection);
      connection.channel().close();
    }
    sweeping = false;
    if (!ready.isEmpty()) {
      sweepLater(loop);
    }
  }
}
