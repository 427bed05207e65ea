package diy.mesh.dataplane.listener;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.model.workload.ProxyPorts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** All ports that one proxy takes connections on, in the order in which they are given up. */
public final class Listeners implements AutoCloseable {

  private final List<Listener> listeners;

  /** These; package-private for a proxy whose port nobody chose. */
  Listeners(List<Listener> listeners) {
    this.listeners = listeners;
  }

  /**
   * The two ports that a pod's iptables rules lead to.
   *
   * @throws IOException if one of them cannot be bound
   */
  public static Listeners redirected(EventLoops loops, ConnectionTrip.Stations stations)
      throws IOException {
    var inbound = Listener.bind(loops, ProxyPorts.INBOUND, Direction.INBOUND, stations);
    try {
      var outbound = Listener.bind(loops, ProxyPorts.OUTBOUND, Direction.OUTBOUND, stations);
      return new Listeners(List.of(inbound, outbound));
    } catch (IOException e) {
      inbound.close();
      throw e;
    }
  }

  /**
   * One port that clients connect to by its number; all its connections go to one app.
   *
   * @throws IOException if it cannot be bound
   */
  public static Listeners explicit(EventLoops loops, int port, ConnectionTrip.Stations stations)
      throws IOException {
    return new Listeners(List.of(Listener.bind(loops, port, Direction.INBOUND, stations)));
  }

  /**
   * Ends gracefully: takes no more connections, and lets those there are come to their end. One
   * listener after the other, inbound first: what the app was asked it may have to ask others for,
   * on new connections. Returns when none is left.
   *
   * @param most how long that may take; what is left then is reset
   * @return what became of the connections
   */
  public Drain.Tally drain(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    for (Listener listener : listeners) {
      // In this order: who is told "no more on this connection" makes another at once, and must
      // find the port closed.
      listener.closeBehindQueue().sync();
      listener.drain().begin();
      listener.drain().await(deadline);
    }
    return tally();
  }

  /** What has become of the connections since {@link #drain} began. */
  public Drain.Tally tally() {
    return listeners.stream()
        .map(listener -> listener.drain().tally())
        .reduce(Drain.Tally.NONE, Drain.Tally::plus);
  }

  /** Takes no more connections. */
  @Override
  public void close() {
    listeners.forEach(Listener::close);
  }
}
