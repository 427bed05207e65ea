package diy.mesh.dataplane.http;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;

/**
 * Tells whether any byte of a message has gone to the socket: the promise of its first buffer. What
 * failed before its first byte was never seen by anybody. Read and completed on one event loop.
 */
final class WriteMark extends DefaultChannelProgressivePromise {

  private boolean begun;

  WriteMark(Channel channel) {
    super(channel);
  }

  /** Whether the socket took a byte, also where it took no more. */
  boolean hasBegun() {
    return begun || isSuccess();
  }

  /** Called by the channel for each part of the buffer that the socket took. */
  @Override
  public boolean tryProgress(long progress, long total) {
    begun |= progress > 0;
    return true;
  }
}
