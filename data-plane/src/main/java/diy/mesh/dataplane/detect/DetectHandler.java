package diy.mesh.dataplane.detect;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.OpenConnections;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first bytes of a connection and names its protocol.
 *
 * <p>A client that stays silent may be waiting for its server to speak first. After a short while
 * the upstream is dialed, and the verdict stays open: if the server speaks first it is a relay, if
 * the client does its bytes decide.
 */
public final class DetectHandler extends ChannelInboundHandlerAdapter
    implements OpenConnections.Ticking, Drain.Stoppable {

  /** What comes after. Called once, on the connection's event loop, with this handler gone. */
  public interface Next {

    /** Serve HTTP/1; {@code first} was received already and is owned by the callee. */
    void http(ByteBuf first);

    /** Serve HTTP/2; as {@link #http}. */
    void http2(ByteBuf first);

    /**
     * Dial the upstream for the whole connection; null if that was refused and the client closed.
     */
    @Nullable ChannelFuture dial();

    /** End a connection whose first line does not come to an end; as {@link #http}. */
    void tooSlow(ByteBuf first);

    /** End a connection on which neither side has said anything for long. */
    void idle();

    /** Relay; {@code first} was received already and is owned by the callee. */
    void relay(ByteBuf first, @Nullable ChannelFuture upstream);
  }

  /** Longer first lines without a space are nothing we know; HTTP would refuse them, too. */
  private static final int MOST_BYTES = 16 * 1024;

  private final Duration silence;
  private final Patience patience;
  private final Next next;

  /** Since the first byte, or since the beginning where there is none yet. */
  private final Quiet waiting = new Quiet();

  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private @Nullable Future<?> timer;
  private @Nullable ChannelFuture upstream;
  private @Nullable ChannelHandlerContext own;
  private boolean decided;

  /**
   * A handler for one connection.
   *
   * @param silence how long a client may say nothing before its upstream is dialed
   * @param patience how long both may
   */
  public DetectHandler(Duration silence, Patience patience, Next next) {
    this.silence = silence;
    this.patience = patience;
    this.next = next;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    own = context;
    timer =
        context
            .channel()
            .eventLoop()
            .schedule(() -> dial(context), silence.toNanos(), TimeUnit.NANOSECONDS);
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!received.isReadable()) {
      waiting.end();
    }
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, (ByteBuf) message);
    decide(context, Verdict.of(received));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!decided) {
      context.read();
    }
  }

  private void decide(ChannelHandlerContext context, Verdict verdict) {
    switch (verdict) {
      case HTTP -> http(context);
      case HTTP2 -> {
        closeOnceDialed(upstream);
        next.http2(take(context));
      }
      case OPAQUE -> relay(context);
      case UNDECIDED -> {
        cancelTimer();
        if (received.readableBytes() > MOST_BYTES) {
          http(context);
        }
      }
    }
  }

  @Override
  public void tick(long nowNanos) {
    ChannelHandlerContext context = own;
    if (received.isReadable() && context != null) {
      if (waiting.lasted(patience.head(), nowNanos)) {
        closeOnceDialed(upstream);
        next.tooSlow(take(context));
      }
    } else if (waiting.lasted(patience.relayIdle(), nowNanos)) {
      next.idle();
    }
  }

  @Override
  public Drain.Activity activity() {
    return received.isReadable() ? Drain.Activity.BUSY : Drain.Activity.AT_REST;
  }

  private void http(ChannelHandlerContext context) {
    // Dialed in vain; closing an unused connection costs less than telling it from a used one.
    closeOnceDialed(upstream);
    next.http(take(context));
  }

  private void relay(ChannelHandlerContext context) {
    next.relay(take(context), upstream);
  }

  private ByteBuf take(ChannelHandlerContext context) {
    decided = true;
    cancelTimer();
    ByteBuf first = received;
    received = Unpooled.EMPTY_BUFFER;
    context.pipeline().remove(this);
    return first;
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void dial(ChannelHandlerContext context) {
    if (decided || !context.channel().isActive()) {
      return;
    }
    ChannelFuture dialing = next.dial();
    if (dialing != null) {
      upstream = dialing;
      dialing.addListener(_ -> dialed(context, dialing));
    }
  }

  private static void closeOnceDialed(@Nullable ChannelFuture dialing) {
    if (dialing != null) {
      dialing.addListener(
          _ -> {
            if (dialing.isSuccess()) {
              dialing.channel().close();
            }
          });
    }
  }

  private void dialed(ChannelHandlerContext context, ChannelFuture dialed) {
    if (decided) {
      return;
    }
    if (!dialed.isSuccess()) {
      // Nothing was said, so nothing is lost; the client would have been refused without us, too.
      context.close();
      return;
    }
    Channel server = dialed.channel();
    server.pipeline().addLast(new ServerFirst(context));
    server.read();
  }

  /** The client's bytes ended before they decided anything: the server may still have an answer. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !decided) {
      relay(context);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!decided) {
      closeOnceDialed(upstream);
    }
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancelTimer();
    received.release();
  }

  /** Listens to the server while the verdict is open. */
  private final class ServerFirst extends ChannelInboundHandlerAdapter {
    private final ChannelHandlerContext client;

    ServerFirst(ChannelHandlerContext client) {
      this.client = client;
    }

    /** The server spoke first: not HTTP. Hands over, then passes on what it said. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel server = context.channel();
      handOver(context);
      server.pipeline().fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        handOver(context);
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    private void handOver(ChannelHandlerContext context) {
      context.pipeline().remove(this);
      if (!decided) {
        relay(client);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!decided) {
        client.close();
      }
      context.fireChannelInactive();
    }
  }
}
