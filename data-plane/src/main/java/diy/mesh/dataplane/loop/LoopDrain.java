package diy.mesh.dataplane.loop;

import diy.mesh.dataplane.loop.Drain.Activity;
import diy.mesh.dataplane.loop.Drain.Stoppable;
import diy.mesh.dataplane.loop.Drain.Tally;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The end of one event loop's connections; made when it begins. On that loop. */
final class LoopDrain {

  private final OpenConnections open;
  private final Duration quiet;
  private final long endedBefore;

  /** By connection, since when it is at rest. */
  private final Map<Channel, Long> restsSince = new HashMap<>();

  private long atRest;
  private long cut;

  LoopDrain(OpenConnections open, Duration quiet) {
    this.open = open;
    this.quiet = quiet;
    this.endedBefore = open.ended();
    open.walk(LoopDrain::tell);
  }

  private static void tell(Channel connection) {
    if (connection.pipeline().last() instanceof Stoppable last) {
      last.stopping();
    }
  }

  /** Closes those that were at rest at each look for as long as the quiet time. */
  Tally look(long nowNanos) {
    open.walk(connection -> closeIfQuiet(connection, nowNanos));
    return tally();
  }

  /** Closes all: where nothing is lost, as always; else so that the client sees it. */
  Tally cut() {
    open.walk(this::cut);
    return tally();
  }

  private Tally tally() {
    long ended = open.ended() - endedBefore;
    return new Tally(open.size(), ended - atRest - cut, atRest, cut);
  }

  private void closeIfQuiet(Channel connection, long nowNanos) {
    if (activity(connection) != Activity.AT_REST) {
      restsSince.remove(connection);
      return;
    }
    Long since = restsSince.putIfAbsent(connection, nowNanos);
    if (since != null && nowNanos - since >= quiet.toNanos()) {
      restsSince.remove(connection);
      atRest++;
      connection.close();
    }
  }

  private void cut(Channel connection) {
    switch (activity(connection)) {
      case AT_REST -> {
        atRest++;
        connection.close();
      }
      case ENDING -> connection.close();
      case BUSY -> {
        cut++;
        if (connection.pipeline().last() instanceof Stoppable last) {
          last.cut();
        }
        Reset.now(connection);
      }
    }
  }

  /** Without a handler that knows it waits for its config: its first bytes may be here already. */
  private static Activity activity(Channel connection) {
    return connection.pipeline().last() instanceof Stoppable last ? last.activity() : Activity.BUSY;
  }
}
