package diy.mesh.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/**
 * The end of a connection that nobody takes for a good one: its peer sees a reset instead of an end
 * (RFC 9293 section 3.5.2), and what was not sent yet is dropped.
 */
public final class Reset {

  private Reset() {}

  /** Ends it now, unless it has ended already. On its event loop. */
  public static void now(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
