package diy.mesh.dataplane.listener;

import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what could not be accepted. Without a file descriptor the connection stays in the
 * listener's queue; Netty's own handler, which comes next, lets the listener rest for a second and
 * tries again, so nothing spins and nothing is lost that the kernel can hold.
 */
final class AcceptFailure extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptFailure.class);

  private final Supplier<Counters> counters;
  private boolean said;

  AcceptFailure(Supplier<Counters> counters) {
    this.counters = counters;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (Descriptors.areMissing(cause)) {
      counters.get().increment(Metric.LIMIT_DESCRIPTORS_ACCEPT);
      if (!said) {
        said = true; // the metric tells how often
        LOG.warn(
            "no file descriptor left for a new connection, it waits; this process may have {}:"
                + " raise ulimit -n, or lower MESH_CONNECTIONS",
            Descriptors.limit());
      }
    } else {
      LOG.warn("a connection could not be accepted: {}", cause.getMessage());
    }
    context.fireExceptionCaught(cause);
  }
}
