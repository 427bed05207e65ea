package diy.mesh.dataplane.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * The end of a listening socket. Connections that the kernel has made and nobody has accepted yet
 * would be reset with it, and their clients may have sent requests already: so it is closed at a
 * moment when none is left.
 */
final class AcceptQueue {

  /** {@code struct tcp_info} up to {@code tcpi_unacked}: of a listener, who waits in its queue. */
  private static final RawUnixChannelOption TCP_INFO =
      new RawUnixChannelOption("TCP_INFO", 6, 11, 28);

  private static final int WAITING_AT = 24;

  /** A look is a millisecond: this many are enough for a full queue, and too few for a flood. */
  private static final int MOST_LOOKS = 200;

  private final Channel listener;
  private final ChannelPromise closed;

  private AcceptQueue(Channel listener) {
    this.listener = listener;
    this.closed = listener.newPromise();
  }

  /** Closes the listener once its queue is empty, or does not become so. */
  static Future<Void> closeBehind(Channel listener) {
    var queue = new AcceptQueue(listener);
    listener.eventLoop().execute(() -> queue.close(MOST_LOOKS));
    return queue.closed;
  }

  /**
   * Between this look and the close are microseconds, and nothing that could be done about them.
   */
  private void close(int looks) {
    if (looks == 0 || !listener.isOpen() || waiting() == 0) {
      listener.close(closed);
    } else {
      listener.eventLoop().schedule(() -> close(looks - 1), 1, TimeUnit.MILLISECONDS);
    }
  }

  private int waiting() {
    try {
      ByteBuffer info = listener.config().getOption(TCP_INFO);
      return info == null ? 0 : info.order(ByteOrder.nativeOrder()).getInt(WAITING_AT);
    } catch (ChannelException e) {
      return 0; // a kernel that does not tell
    }
  }
}
