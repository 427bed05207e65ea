package diy.mesh.dataplane.listener;

import diy.mesh.model.service.Address;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where a redirected connection was going, as netfilter's connection tracking remembers it. */
@FunctionalInterface
public interface OriginalDestination {

  /**
   * The address of a connection before it was redirected; the one it has where it was not.
   *
   * @param channel an accepted connection
   */
  Address of(SocketChannel channel);

  /** Asks the socket. IPv4: {@code SOL_IP}, {@code struct sockaddr_in}; IPv6 likewise. */
  static OriginalDestination fromSocket() {
    return channel -> {
      InetSocketAddress local = channel.localAddress();
      boolean ipv4 = local.getAddress().getAddress().length == 4;
      int level = ipv4 ? 0 : 41; // SOL_IP, SOL_IPV6
      int length = ipv4 ? 16 : 28;
      try {
        ByteBuffer socketAddress =
            option(channel, new RawUnixChannelOption("SO_ORIGINAL_DST", level, 80, length));
        return ipv4 ? parse(socketAddress, 4, 4) : parse(socketAddress, 8, 16);
      } catch (ChannelException e) {
        // ENOENT: connected to the proxy's port itself, nothing was redirected.
        return new Address(local.getAddress(), local.getPort());
      }
    };
  }

  private static ByteBuffer option(Channel channel, RawUnixChannelOption option) {
    ByteBuffer value = channel.config().getOption(option);
    if (value == null) {
      throw new ChannelException("no SO_ORIGINAL_DST on " + channel.getClass().getSimpleName());
    }
    return value;
  }

  /** Both structures have the port, in network order, behind the family. */
  private static Address parse(ByteBuffer socketAddress, int ipStart, int ipLength) {
    byte[] bytes = new byte[socketAddress.remaining()];
    socketAddress.get(bytes);
    int port = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    try {
      byte[] ip = Arrays.copyOfRange(bytes, ipStart, ipStart + ipLength);
      return new Address(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }
}
