package diy.mesh.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/**
 * For how long nothing has happened. Whoever does something only raises a flag; the tick of {@link
 * OpenConnections} turns it into time. Belongs to one event loop.
 */
public final class Quiet {

  private boolean broken = true;
  private long sinceNanos;
  private long pendingBytes;

  /** Something happened. */
  public void end() {
    broken = true;
  }

  /**
   * Something happened if this is not what it was when last told.
   *
   * @param bytes those that wait to be sent, see {@link #pendingBytes}
   */
  public void endIfMoved(long bytes) {
    if (pendingBytes != bytes) {
      pendingBytes = bytes;
      broken = true;
    }
  }

  /**
   * Whether nothing has happened for so long; asked at each tick.
   *
   * @param limit zero for never
   */
  public boolean lasted(Duration limit, long nowNanos) {
    if (broken) {
      broken = false;
      sinceNanos = nowNanos;
      return false;
    }
    return limit.isPositive() && nowNanos - sinceNanos >= limit.toNanos();
  }

  /** What was written to a channel and the kernel has not taken yet. */
  public static long pendingBytes(Channel channel) {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }
}
