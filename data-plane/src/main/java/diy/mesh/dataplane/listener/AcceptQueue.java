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
 * would be reset with it, and their clients may have sent requests already. So first no more may
 * begin ({@link SynFilter}), and it is closed once those that had begun have come and were
 * accepted.
 */
final class AcceptQueue {

  /** {@code struct tcp_info} up to {@code tcpi_unacked}: of a listener, who waits in its queue. */
  private static final RawUnixChannelOption TCP_INFO =
      new RawUnixChannelOption("TCP_INFO", 6, 11, 28);

  private static final int WAITING_AT = 24;

  /**
   * So many looks, a millisecond each, find nobody: whoever had begun to connect has come, since
   * the rest of a handshake takes a round trip.
   */
  private static final int LOOKS_AT_NOBODY = 20;

  /** Enough for a full queue; too few for a flood, where the kernel has no filters. */
  private static final int MOST_LOOKS = 200;

  private final Channel listener;
  private final ChannelPromise closed;

  private AcceptQueue(Channel listener) {
    this.listener = listener;
    this.closed = listener.newPromise();
  }

  /** Closes the listener once its queue stays empty, or does not become so. */
  static Future<Void> closeBehind(Channel listener) {
    var queue = new AcceptQueue(listener);
    listener
        .eventLoop()
        .execute(
            () -> {
              SynFilter.attach(listener);
              queue.close(MOST_LOOKS, LOOKS_AT_NOBODY);
            });
    return queue.closed;
  }

  /**
   * Looks, and looks again.
   *
   * @param looks how many are left
   * @param atNobody how many more of them in a row must find nobody
   */
  private void close(int looks, int atNobody) {
    if (looks == 0 || atNobody == 0 || !listener.isOpen()) {
      listener.close(closed);
      return;
    }
    int next = waiting() == 0 ? atNobody - 1 : LOOKS_AT_NOBODY;
    listener.eventLoop().schedule(() -> close(looks - 1, next), 1, TimeUnit.MILLISECONDS);
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
