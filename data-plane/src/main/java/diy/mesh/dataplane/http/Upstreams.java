package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Observer;
import diy.mesh.dataplane.upstream.ConnectionPool;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.dataplane.upstream.IdleLimit;
import diy.mesh.model.service.Address;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The upstream connections of one event loop: kept ones first, new ones where none is kept. */
public final class Upstreams {

  /** {@code TCP_ESTABLISHED} of the kernel; anything else has ended on one side at least. */
  private static final int ESTABLISHED = 1;

  /** A server of HTTP/2 says so at once; one of HTTP/1 may wait for more of what it cannot read. */
  private static final Duration SETTINGS_WAIT = Duration.ofSeconds(2);

  private static final long SWEEP_SECONDS = 1;

  private final Dialer dialer;
  private final Counters counters;
  private final Observer observer;
  private final Limits limits;
  private final ConnectionPool<UpstreamConnection> pool;
  private final IdleLimit idle;
  private final ForwardedPolicy forwarded;
  private final StreamPool streams;
  private final EpollTcpInfo tcpInfo = new EpollTcpInfo();
  private final Fields responseFields = new Fields(new byte[0], 0);
  private boolean sweeping;

  /**
   * Upstreams of one loop.
   *
   * @param observer the loop's own
   * @param forwarded what upstreams are told of clients
   */
  public Upstreams(
      Dialer dialer, Observer observer, Limits limits, IdleLimit idle, ForwardedPolicy forwarded) {
    this.dialer = dialer;
    this.observer = observer;
    this.counters = observer.counters();
    this.limits = limits;
    this.idle = idle;
    this.forwarded = forwarded;
    this.streams = new StreamPool(this, dialer, SETTINGS_WAIT);
    this.pool = new ConnectionPool<>(System::nanoTime, idle.connections());
  }

  /** The counters of this event loop. */
  public Counters counters() {
    return counters;
  }

  /** Sees the end of each request and connection of this event loop. */
  public Observer observer() {
    return observer;
  }

  Limits limits() {
    return limits;
  }

  ForwardedPolicy forwarded() {
    return forwarded;
  }

  /** Of the response that this loop is reading now: it goes on, or is dropped, at once. */
  Fields responseFields() {
    return responseFields;
  }

  IdleLimit idleLimit() {
    return idle;
  }

  /**
   * Gives an exchange its upstream's end, now or later, or tells it why not.
   *
   * @param client whose version of HTTP it shall be, if the server can
   * @param anew whether a kept connection will not do
   */
  void connect(Address address, ClientEnd client, boolean anew, Exchange exchange) {
    if (client.speaksStreams() && !streams.isOlder(address)) {
      streams.open(client.eventLoop(), address, exchange);
    } else {
      connectOlder(address, client, anew, exchange);
    }
  }

  /** As {@link #connect}, in HTTP/1.1. */
  void connectOlder(Address address, ClientEnd client, boolean anew, Exchange exchange) {
    UpstreamConnection kept = anew ? null : take(address, exchange.request().isReplayable());
    if (kept == null) {
      dial(client.eventLoop(), address, exchange);
    } else {
      exchange.connected(kept);
    }
  }

  /**
   * A kept connection; null where there is none.
   *
   * @param replayable whether the request may be sent again if the server should be closing this
   *     connection just now; else the kernel is asked first, which costs a system call
   */
  private @Nullable UpstreamConnection take(Address address, boolean replayable) {
    UpstreamConnection kept = pool.take(address);
    while (kept != null && !replayable && isEnding(kept)) {
      kept.close();
      kept = pool.take(address);
    }
    if (kept != null) {
      counters.increment(Metric.UPSTREAM_REUSED);
    }
    return kept;
  }

  /** Whether the server has said that it ends this connection, though we have not read it yet. */
  private boolean isEnding(UpstreamConnection kept) {
    if (kept.channel() instanceof EpollSocketChannel socket) {
      socket.tcpInfo(tcpInfo);
      return tcpInfo.state() != ESTABLISHED;
    }
    return false; // another transport cannot tell
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
                if (Descriptors.areMissing(dialed.cause())) {
                  counters.increment(Metric.LIMIT_DESCRIPTORS_CONNECT);
                }
                exchange.connectFailed(address, dialed.cause());
              }
            });
  }

  void keep(UpstreamConnection connection) {
    connection.markKept();
    if (pool.put(connection.address(), connection)) {
      counters.increment(Metric.LIMIT_KEPT_UPSTREAMS);
    }
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
