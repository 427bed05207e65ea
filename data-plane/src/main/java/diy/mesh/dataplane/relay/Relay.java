package diy.mesh.dataplane.relay;

import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.OpenConnections;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.loop.Reset;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.Observer;
import diy.mesh.dataplane.telemetry.RelayRecord;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/** One direction of a relayed connection: what its channel reads, the peer writes. */
public final class Relay extends ChannelInboundHandlerAdapter
    implements OpenConnections.Ticking, Drain.Stoppable {

  private final Channel own;
  private final Channel peer;
  private final Counters counters;
  private final Metric bytes;
  private final RelayRecord record;
  private final Patience patience;

  /** Of both directions. */
  private final Quiet quiet;

  private boolean inputEnded;

  private Relay(
      Channel own,
      Channel peer,
      Counters counters,
      Metric bytes,
      RelayRecord record,
      Patience patience,
      Quiet quiet) {
    this.own = own;
    this.peer = peer;
    this.patience = patience;
    this.quiet = quiet;
    this.counters = counters;
    this.bytes = bytes;
    this.record = record;
  }

  /**
   * Joins two connections until both directions have ended. Call it on the event loop of both.
   *
   * @param first what the client sent already; owned by the relay from here on
   * @param observer is told when it is over
   */
  public static void join(
      Channel client,
      Channel upstream,
      ByteBuf first,
      RelayRecord record,
      Observer observer,
      Patience patience) {
    var quiet = new Quiet();
    var in = Metric.BYTES_RECEIVED;
    var out = Metric.BYTES_SENT;
    var counters = observer.counters();
    var fromClient = new Relay(client, upstream, counters, in, record, patience, quiet);
    var fromUpstream = new Relay(upstream, client, counters, out, record, patience, quiet);
    record.received(first.readableBytes());
    client.closeFuture().addListener(_ -> observer.finished(record, System.nanoTime()));
    client.pipeline().addLast(fromClient);
    upstream.pipeline().addLast(fromUpstream);
    if (first.isReadable()) {
      upstream.writeAndFlush(first);
    } else {
      first.release();
    }
    fromClient.begin(client);
    fromUpstream.begin(upstream);
  }

  private void begin(Channel channel) {
    if (((DuplexChannel) channel).isInputShutdown()) {
      endInput(channel); // ended while the upstream was being dialed
    } else {
      readOn(channel);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    quiet.end();
    int length = ((ByteBuf) message).readableBytes();
    counters.add(bytes, length);
    if (bytes == Metric.BYTES_RECEIVED) {
      record.received(length);
    } else {
      record.sent(length);
    }
    peer.write(message, peer.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    peer.flush();
    readOn(context.channel());
  }

  /** This line is the backpressure: while the peer is full, bytes wait in the kernel. */
  private void readOn(Channel channel) {
    if (peer.isWritable() && !inputEnded) {
      channel.read();
    }
  }

  /** Room again: the other direction's reader may go on. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Relay other = peer.pipeline().get(Relay.class);
    if (context.channel().isWritable() && other != null) {
      other.readOn(peer);
    }
  }

  /** Asked on the client's side, for both. */
  @Override
  public void tick(long nowNanos) {
    quiet.endIfMoved(Quiet.pendingBytes(own) + Quiet.pendingBytes(peer));
    if (quiet.lasted(patience.relayIdle(), nowNanos)) {
      counters.increment(Metric.LIMIT_RELAY_IDLE);
      Reset.now(own);
      Reset.now(peer);
    }
  }

  /** Who knows what these bytes mean. */
  @Override
  public Drain.Activity activity() {
    return Drain.Activity.BUSY;
  }

  @Override
  public void cut() {
    record.failed(RequestRecord.PROXY_STOPPED);
    Reset.now(peer);
  }

  /** The sender is done: so is the peer's output, once all of it has left. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      endInput(context.channel());
    }
  }

  private void endInput(Channel channel) {
    inputEnded = true;
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput(channel));
  }

  private void endOutput(Channel channel) {
    Relay other = peer.pipeline().get(Relay.class);
    if (other == null || other.inputEnded) {
      peer.close();
      channel.close();
    } else {
      ((DuplexChannel) peer).shutdownOutput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** A reset on one side is a reset on the other: nobody takes a broken stream for a whole one. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      Reset.now(peer);
    }
    peer.close();
    context.close();
  }
}
