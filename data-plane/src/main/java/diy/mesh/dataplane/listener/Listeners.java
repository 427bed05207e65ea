package diy.mesh.dataplane.listener;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.model.workload.ProxyPorts;
import java.io.IOException;
import java.util.List;

/** All ports that one proxy takes connections on. */
public final class Listeners implements AutoCloseable {

  private final List<Listener> listeners;

  private Listeners(List<Listener> listeners) {
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

  /** Takes no more connections. */
  @Override
  public void close() {
    listeners.forEach(Listener::close);
  }
}
