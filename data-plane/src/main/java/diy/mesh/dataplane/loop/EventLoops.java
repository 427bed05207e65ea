package diy.mesh.dataplane.loop;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of the proxy, the kind of sockets they serve, and the memory they share. */
public final class EventLoops implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

  private static final int PAGE_BYTES = 8 * 1024;

  /** Chunks of 1 MiB: a sidecar is small, and most hold a handful of connections. */
  private static final int PAGES_PER_CHUNK_AS_POWER_OF_TWO = 7;

  private static final int MOST_SECONDS_TO_CLOSE = 2;

  /** Up to a quarter of all direct memory anybody is read in large pieces. */
  private static final int PART_FOR_LARGE_READS = 4;

  private final EventLoopGroup group;
  private final PooledByteBufAllocator allocator;
  private final ReadSizes readSizes;
  private final boolean epoll;

  private EventLoops(EventLoopGroup group, PooledByteBufAllocator allocator, boolean epoll) {
    this.group = group;
    this.allocator = allocator;
    this.readSizes =
        new ReadSizes(
            allocator.metric()::usedDirectMemory,
            PlatformDependent.maxDirectMemory() / PART_FOR_LARGE_READS);
    this.epoll = epoll;
  }

  /**
   * Starts the loops: on epoll where the machine has it, else on NIO, which cannot tell where a
   * redirected connection was going.
   *
   * @param count how many loops, 1 or more
   */
  public static EventLoops start(int count) {
    boolean epoll = Epoll.isAvailable();
    if (!epoll) {
      LOG.warn(
          "no epoll here, going on with NIO; the original destination of redirected connections"
              + " stays unknown: run on Linux x86_64",
          Epoll.unavailabilityCause());
    }
    IoHandlerFactory io = epoll ? RepeatableEpoll.newFactory() : NioIoHandler.newFactory();
    var threads = new DefaultThreadFactory("mesh-loop");
    return new EventLoops(
        new MultiThreadIoEventLoopGroup(count, threads, io), smallPool(count), epoll);
  }

  /** One arena for each loop, so that no two loops meet in the allocator; none on the heap. */
  private static PooledByteBufAllocator smallPool(int loops) {
    return new PooledByteBufAllocator(
        true,
        0,
        loops,
        PAGE_BYTES,
        PAGES_PER_CHUNK_AS_POWER_OF_TWO,
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        false);
  }

  /** All loops. */
  public EventLoopGroup group() {
    return group;
  }

  /** Where the buffers of all channels come from: set it as {@code ChannelOption.ALLOCATOR}. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** How much is read at once: set it as {@code ChannelOption.RECVBUF_ALLOCATOR}. */
  public RecvByteBufAllocator readSizes() {
    return readSizes;
  }

  /** The listening sockets that these loops serve. */
  public Class<? extends ServerSocketChannel> serverChannelType() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The connections that these loops serve. */
  public Class<? extends SocketChannel> channelType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Closes what is still open and ends the loops; waits for them, 2 s at most. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)
        .awaitUninterruptibly(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS);
  }
}
